using MarlRec.Environments;
using MarlRec.Environments.Slates;
using MarlRec.Execution;

namespace MarlRec.Recommenders.Slates;

/// <summary>Plays sessions in copies of a <see cref="RecommendationEnvironment"/>, each session with randomness of its own.</summary>
/// <remarks>Sessions are dealt to a fixed number of lanes, one environment each; so what they hold does not depend on the degree of parallelism. Thread safety: <em>single owner</em>.</remarks>
internal sealed class SlateSessions
{
    private const int LaneCount = 8;
    private readonly Lane[] _lanes;
    private readonly ComputeContext _context;

    /// <exception cref="ArgumentException">The environment is not turn-based with a simulated user.</exception>
    internal SlateSessions(Func<RecommendationEnvironment> create, SlateLayout layout, ComputeContext context)
    {
        _context = context;
        _lanes = new Lane[LaneCount];
        for (var i = 0; i < LaneCount; i++)
        {
            var environment = create();
            TeamTrainingOptions.CheckForm(environment.Options, nameof(create));
            _lanes[i] = new Lane(environment, layout);
        }
    }

    /// <summary>Plays <paramref name="count"/> sessions; equal streams give equal sessions.</summary>
    internal SlateSession[] Play(SlotTeamPolicy policy, int count, RandomStream random)
    {
        var sessions = new SlateSession[count];
        _context.For(LaneCount, new Body(_lanes, policy, random, sessions));
        return sessions;
    }

    private readonly struct Body(Lane[] lanes, SlotTeamPolicy policy, RandomStream random, SlateSession[] sessions) : ITileBody
    {
        public void Run(int tile)
        {
            for (var session = tile; session < sessions.Length; session += lanes.Length)
                sessions[session] = lanes[tile].Play(policy, random.Fork("session", session));
        }
    }

    private sealed class Lane(RecommendationEnvironment environment, SlateLayout layout)
    {
        private readonly StepBuffers _buffers = new(environment.Spec);
        private readonly int[] _actions = new int[environment.Spec.AgentCount];

        internal SlateSession Play(SlotTeamPolicy policy, RandomStream random)
        {
            var slots = _actions.Length - 1;
            var rounds = new List<SlateRound>();
            var (chosen, propensities) = (new int[slots], new float[slots]);
            environment.Reset(random.Fork("world").NextUInt64(), _buffers);
            var draws = random.Fork("policy");
            while (!_buffers.IsEpisodeOver)
            {
                var context = Context();
                var features = _buffers.Candidates[..(_buffers.CandidateCount * layout.CandidateSize)].ToArray();
                for (var slot = 0; slot < slots; slot++)
                {
                    chosen[slot] = _actions[slot] = policy.Choose(_buffers, slot, chosen.AsSpan(0, slot), draws, out propensities[slot]);
                    environment.Step(_actions, _buffers);
                }

                rounds.Add(new SlateRound(context, features, [.. chosen], [.. propensities], _buffers.Rewards[0]));
            }

            return new SlateSession(rounds, Context(), _buffers.Terminated[0]);
        }

        private float[] Context() => _buffers.Observation(0)[..layout.ContextSize].ToArray();
    }
}

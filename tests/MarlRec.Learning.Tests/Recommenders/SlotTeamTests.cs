using System.Diagnostics;
using System.Globalization;
using MarlRec.Data;
using MarlRec.Environments.Slates;
using MarlRec.Execution;

namespace MarlRec.Recommenders.Slates;

/// <summary>
/// A world of 60 items in 6 topics. The ranker knows which topics a user likes and which items are good, so each item alone is well ranked, but its lists hold much of one
/// topic. Users tire of a topic and want variety on a list: a team, which sees the slate so far, can earn more than its ranker.
/// </summary>
public class SlotTeamTests(ITestOutputHelper output)
{
    private const int Topics = 6;
    private const int Items = 60;
    private static readonly SlateLayout s_layout = new(ContextSize: Topics, VectorSize: Topics);

    [Fact]
    public void TheTeamEarnsATenthMoreThanItsRanker()
    {
        var seeds = TestTier.Choose(sampled: 1UL, full: 3UL);
        for (ulong seed = 1; seed <= seeds; seed++)
        {
            var clock = Stopwatch.StartNew();
            var random = new RandomStream(seed);
            var learner = new SlateActorCritic(s_layout, new SlotTeamOptions { HiddenSize = 16 }, random.Fork("team"), ComputeContext.Serial);
            var prior = learner.Snapshot();
            var training = new TeamTrainingOptions { Updates = 40, SessionsPerUpdate = 32, EvaluationSessions = 100 };
            new TeamTrainer(learner, training, random).Train(World, s_layout, prior, ComputeContext.Serial, null, TestContext.Current.CancellationToken);

            // Sessions that neither training nor the choice of the best policy has seen.
            var sessions = new SlateSessions(World, s_layout, ComputeContext.Serial);
            var (ranker, team) = (Play(sessions, prior), Play(sessions, learner.Snapshot()));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: ranker {ranker:F2}, team {team:F2} ({team / ranker:F2} times) in {clock.Elapsed.TotalSeconds:F1} s; {TestTier.Name} tier"));
            Assert.True(team >= 1.1 * ranker, $"seed {seed}: ranker {ranker}, team {team}");
        }
    }

    private static double Play(SlateSessions sessions, SlotTeamPolicy policy) => TeamTrainer.Mean(sessions.Play(policy.AsGreedy(), 400, new RandomStream(1000)));

    private static RecommendationEnvironment World()
    {
        var topics = Enumerable.Range(0, Items).Select(item => item % Topics).ToArray();
        var qualities = Enumerable.Range(0, Items).Select(item => item * 37 % Items / (Items - 1f)).ToArray();
        return new RecommendationEnvironment(
            new TopicPopulation(topics, qualities, new TopicPopulationOptions()),
            new TopicView(topics, qualities),
            new RecommendationEnvironmentOptions { SlateSize = 5, CandidateCount = 30, MaxRounds = 15 });
    }

    /// <summary>Prior: the share of the item's topic in the history, and quality. Item vector: its topic. Popularity: its quality. Context: the topics of the newest events.</summary>
    private sealed class TopicView(int[] topics, float[] qualities) : ISlateView
    {
        private readonly float[] _shares = new float[Topics];
        private readonly float[] _recent = new float[Topics];
        private readonly bool[] _consumed = new bool[Items];
        private readonly ulong[] _order = new ulong[Items];
        private int _count;

        public int ContextSize => Topics;

        public int CandidateSize => s_layout.CandidateSize;

        public void Begin(ReadOnlySpan<int> history)
        {
            Array.Clear(_shares);
            Array.Clear(_recent);
            Array.Clear(_consumed);
            _count = 0;
            foreach (var item in history) Observe(item, EventKind.Click);
        }

        public void Observe(int item, EventKind kind)
        {
            if (kind == EventKind.View) return;
            _count++;
            _consumed[item] = true;
            _shares[topics[item]]++;
            for (var topic = 0; topic < Topics; topic++) _recent[topic] *= 0.7f;
            _recent[topics[item]] += 0.3f;
        }

        public int Offer(Span<int> items, Span<float> features, Span<float> context)
        {
            _recent.CopyTo(context);
            for (var item = 0; item < Items; item++)
            {
                _order[item] = ((ulong)((_consumed[item] ? 3 : 2 - Score(item)) * 1_000_000) << 32) | (uint)item;
            }

            Array.Sort(_order);
            var count = Math.Min(items.Length, Items - _count);
            for (var c = 0; c < count; c++)
            {
                var item = items[c] = (int)(uint)_order[c];
                var row = features.Slice(c * CandidateSize, CandidateSize);
                row.Clear();
                (row[0], row[1], row[2]) = (Score(item), qualities[item], _recent[topics[item]]);
                row[SlateLayout.PairSize + topics[item]] = 1;
            }

            return count;
        }

        private float Score(int item) => _shares[topics[item]] / Math.Max(1, _count) + 0.2f * qualities[item];
    }
}

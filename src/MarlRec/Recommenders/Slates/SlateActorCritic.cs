using MarlRec.Execution;
using MarlRec.Learning;
using MarlRec.Learning.Returns;
using MarlRec.Networks;

namespace MarlRec.Recommenders.Slates;

/// <summary>
/// The slot agents' learner: a clipped policy gradient over a shared residual with a common critic, leashed to the ranker.
/// </summary>
/// <remarks>
/// <para>Schulman et al., "Proximal Policy Optimization Algorithms", 2017; with a common critic for a cooperative team: Yu et al., 2022 (MAPPO). All slots of a slate share
/// one advantage: a slate is one step of the session, and the discount within it is 1.</para>
/// <para><c>loss = −mean[min(ρA, clip(ρ, 1 ± ε)A)] + leash · mean[KL(π ‖ prior)]</c>, ρ = π(slot)/propensity. Deviations: the leash pulls to the ranker's softmax, not to the
/// last policy; the propensity in ρ is the one that was logged, exploration floor included; the critic is fitted to the λ-return once per batch and epoch.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
internal sealed class SlateActorCritic : ILearner<IReadOnlyList<SlateSession>>
{
    private const string UpdatesName = "updates";
    private static readonly string[] s_names = ["policy loss", "leash", "value loss", "mean return"];

    private readonly SlateLayout _layout;
    private readonly SlotTeamOptions _options;
    private readonly RandomStream _random;
    private readonly Tape _tape;
    private readonly SlateMinibatch _minibatch;
    private readonly SlateActorCriticParts _parts;

    internal SlateActorCritic(SlateLayout layout, SlotTeamOptions options, RandomStream random, ComputeContext context)
    {
        (_layout, _options, _random) = (layout, options, random);
        _tape = new Tape(context);
        _parts = new SlateActorCriticParts(layout, options, random);
        _minibatch = new SlateMinibatch(layout, options.MinibatchSize);
    }

    internal SlotTeamNetwork Network => _parts.Network;

    internal SlateCritic Critic => _parts.Critic;

    private Adam ActorOptimizer => _parts.ActorOptimizer;

    private Adam PairOptimizer => _parts.PairOptimizer;

    private Adam CriticOptimizer => _parts.CriticOptimizer;

    /// <inheritdoc />
    public long UpdateCount { get; private set; }

    /// <inheritdoc />
    public IPolicy Behaviour => Snapshot();

    /// <summary>An immutable copy of the present policy.</summary>
    internal SlotTeamPolicy Snapshot() => new(_layout, (float)_options.PriorWeight, Network);

    /// <inheritdoc />
    public PolicySnapshot Publish() => new(UpdateCount, Snapshot()) { Greedy = Snapshot().AsGreedy() };

    /// <summary>Learns from whole sessions, at least one, each of at least one round.</summary>
    public UpdateResult Update(IReadOnlyList<SlateSession> batch) => Update(batch, temperature: 1);

    /// <summary>As <see cref="Update(IReadOnlyList{SlateSession})"/>, for lists that were drawn at another softmax temperature.</summary>
    internal UpdateResult Update(IReadOnlyList<SlateSession> batch, double temperature)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var session in batch) session.CheckFits(_layout, nameof(batch));
        if (batch.Count == 0) throw new ArgumentException("A batch needs at least one session.", nameof(batch));
        var rounds = batch.SelectMany(session => session.Rounds).ToArray();
        var decisions = rounds.SelectMany((round, r) => Enumerable.Range(0, round.Slots.Length).Select(slot => (Round: r, Slot: slot))).ToArray();
        var advantages = new float[rounds.Length];
        var returns = new float[rounds.Length];
        Estimate(batch, rounds, advantages, returns);
        Standardise(advantages);
        double policyLoss = 0, leash = 0, valueLoss = 0;
        var steps = 0;
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            _random.Fork("minibatches", UpdateCount * _options.Epochs + epoch).Shuffle(decisions.AsSpan());
            foreach (var chunk in decisions.Chunk(_options.MinibatchSize))
            {
                _minibatch.Clear(chunk.Max(decision => rounds[decision.Round].Features.Length / _layout.CandidateSize));
                foreach (var (round, slot) in chunk) _minibatch.Add(rounds[round], slot, advantages[round]);
                var losses = UpdateActor(temperature);
                policyLoss += losses.Policy;
                leash += losses.Leash;
                steps++;
            }

            valueLoss += UpdateCritic(rounds, returns);
        }

        UpdateCount++;
        return new UpdateResult(s_names, policyLoss / steps, leash / steps, valueLoss / _options.Epochs, batch.Average(session => session.Return));
    }

    /// <inheritdoc />
    public void ExportState(TrainingState into, string prefix)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(prefix);
        _parts.ExportState(into.Tensors, prefix);
        into.SetInteger(prefix + UpdatesName, UpdateCount);
    }

    /// <inheritdoc />
    public void ImportState(TrainingState from, string prefix)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(prefix);
        var updates = from.ReadCount(prefix + UpdatesName);
        // A state that does not fit must change nothing.
        new SlateActorCriticParts(_layout, _options, new RandomStream(0)).ImportState(from.Tensors, prefix);
        _parts.ImportState(from.Tensors, prefix);
        UpdateCount = updates;
    }

    /// <summary>Writes the advantage and the λ-return of each round; no sum crosses from one session to another.</summary>
    internal void Estimate(IReadOnlyList<SlateSession> sessions, SlateRound[] rounds, Span<float> advantages, Span<float> returns)
    {
        var values = Critic.Values(_tape, [.. rounds.Select(round => round.Context), .. sessions.Select(session => session.FinalContext)]);
        var first = 0;
        for (var s = 0; s < sessions.Count; s++)
        {
            var n = sessions[s].Rounds.Count;
            var (rewards, next) = (new float[n], new float[n]);
            var (terminated, truncated) = (new bool[n], new bool[n]);
            for (var t = 0; t < n; t++)
            {
                rewards[t] = sessions[s].Rounds[t].Reward;
                next[t] = t + 1 < n ? values[first + t + 1] : values[rounds.Length + s];
            }

            (terminated[^1], truncated[^1]) = (sessions[s].Left, !sessions[s].Left);
            GeneralisedAdvantage.Compute(rewards, values.AsSpan(first, n), next, terminated, truncated, _options.Discount, _options.Lambda, advantages.Slice(first, n));
            for (var t = first; t < first + n; t++) returns[t] = advantages[t] + values[t];
            first += n;
        }
    }

    private (double Policy, double Leash) UpdateActor(double temperature)
    {
        _tape.Reset();
        ActorOptimizer.ZeroGradients();
        PairOptimizer.ZeroGradients();
        var (n, candidates) = (_minibatch.Count, _minibatch.CandidateCount);
        var logPolicy = _tape.MaskedLogSoftmax(_tape.Scale(Network.Forward(_tape, _minibatch, (float)_options.PriorWeight), (float)(1 / temperature)), _minibatch.Mask);
        var reference = _tape.MaskedLogSoftmax(_tape.Scale(_tape.Constant(_minibatch.Priors, n, candidates), (float)(_options.PriorWeight / temperature)), _minibatch.Mask);
        var weights = new float[n];
        var minusLogPropensity = new float[n];
        Array.Fill(weights, 1f / n);
        for (var i = 0; i < n; i++) minusLogPropensity[i] = -MathF.Log(_minibatch.Propensities[i]);
        var ratio = _tape.Exp(_tape.Add(_tape.GatherColumns(logPolicy, _minibatch.Actions), _tape.Constant(minusLogPropensity, n)));
        var advantage = _tape.Constant(_minibatch.Advantages, n);
        var clip = (float)_options.RatioClip;
        var gain = _tape.Minimum(_tape.Multiply(ratio, advantage), _tape.Multiply(_tape.Clip(ratio, 1 - clip, 1 + clip), advantage));
        var leash = _tape.WeightedSum(_tape.KullbackLeibler(logPolicy, reference.Value, _minibatch.Mask), weights);
        var policyLoss = _tape.Scale(_tape.WeightedSum(gain, weights), -1);
        var loss = _tape.Add(policyLoss, _tape.Scale(leash, (float)_options.PriorLeash));
        var result = (policyLoss.Value[0], leash.Value[0]);
        _tape.Backward(loss);
        GradientClip.ByGlobalNorm(ActorOptimizer.Parameters, _options.GradientNorm);
        ActorOptimizer.Step();
        PairOptimizer.Step();
        return result;
    }

    private double UpdateCritic(SlateRound[] rounds, float[] returns)
    {
        _tape.Reset();
        CriticOptimizer.ZeroGradients();
        var contexts = rounds.Select(round => round.Context).ToArray();
        var loss = _tape.MeanSquaredError(Critic.Forward(_tape, contexts), returns);
        var value = loss.Value[0];
        _tape.Backward(loss);
        GradientClip.ByGlobalNorm(CriticOptimizer.Parameters, _options.GradientNorm);
        CriticOptimizer.Step();
        return value;
    }

    private static void Standardise(Span<float> advantages)
    {
        double sum = 0, squares = 0;
        foreach (var advantage in advantages) sum += advantage;
        var mean = sum / advantages.Length;
        foreach (var advantage in advantages) squares += (advantage - mean) * (advantage - mean);
        var deviation = Math.Sqrt(squares / advantages.Length) + 1e-8;
        foreach (ref var advantage in advantages) advantage = (float)((advantage - mean) / deviation);
    }
}

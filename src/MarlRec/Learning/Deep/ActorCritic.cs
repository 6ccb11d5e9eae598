using MarlRec.Environments;
using MarlRec.Execution;
using MarlRec.Learning.Exploration;
using MarlRec.Learning.Returns;
using MarlRec.Networks;

namespace MarlRec.Learning.Deep;

/// <summary>Settings of <see cref="ActorCritic"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record ActorCriticOptions
{
    /// <summary>The widths of the tanh layers of actor and critic each; empty for linear ones.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [64, 64];

    /// <summary>γ in [0, 1].</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>λ of the advantage estimate in [0, 1]: 1 is the paper's, lower trades variance for bias.</summary>
    public double Lambda { get; init; } = 0.95;

    /// <summary>Adam's step size for the actor by update count, in (0, 1].</summary>
    public LinearSchedule LearningRate { get; init; } = LinearSchedule.Constant(5e-4);

    /// <summary>Adam's step size for the critic by update count, in (0, 1].</summary>
    public LinearSchedule CriticLearningRate { get; init; } = LinearSchedule.Constant(5e-3);

    /// <summary>How much the policy's entropy counts in the loss, 0 or more.</summary>
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>The largest norm of the actor's gradient, and of the critic's, above 0.</summary>
    public double MaxGradientNorm { get; init; } = 0.5;

    /// <summary>Whether advantages are shifted and scaled to mean 0 and deviation 1 within each update.</summary>
    public bool NormaliseAdvantages { get; init; } = true;

    /// <summary>Whether all agents share one network, which is then told who asks; else each has its own.</summary>
    public bool ShareParameters { get; init; } = true;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range; the message names it.</exception>
    /// <exception cref="ArgumentNullException">A setting is null.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(HiddenSizes);
        foreach (var width in HiddenSizes) Throw.IfOutside(width, 1, 1 << 16, nameof(HiddenSizes));
        Throw.IfOutside(Discount, 0, 1);
        Throw.IfOutside(Lambda, 0, 1);
        ArgumentNullException.ThrowIfNull(LearningRate);
        LearningRate.Validate(double.Epsilon, 1, nameof(LearningRate));
        ArgumentNullException.ThrowIfNull(CriticLearningRate);
        CriticLearningRate.Validate(double.Epsilon, 1, nameof(CriticLearningRate));
        Throw.IfOutside(EntropyWeight, 0, double.MaxValue);
        Throw.IfNotPositive(MaxGradientNorm);
    }
}

/// <summary>
/// Advantage actor-critic, the synchronous form (Mnih et al., "Asynchronous methods for deep reinforcement learning", ICML 2016) with generalised
/// advantages (Schulman et al., 2016).
/// </summary>
/// <remarks>
/// <para>One step of Adam for each rollout: the actor on −mean(Aₜ·log π(aₜ|sₜ)) − c·mean(H(π(·|sₜ))), the critic on mean((V(sₜ) − Gₜ)²), with A the
/// generalised advantage and G = A + V, the bootstrapped λ-return, both held constant. A terminated step has no future; a truncated one, and the
/// rollout's last, is bootstrapped from the observation reached. Illegal actions have probability 0 and no gradient.</para>
/// <para>Deviations from the paper: copies play in step on one thread instead of asynchronously; Adam instead of shared RMSProp; actor and critic share
/// no layers and so have step sizes of their own instead of a weight; generalised advantages instead of n-step ones, normalised within each update;
/// each gradient's norm is clipped.</para>
/// <para>Thread safety: <em>single owner</em>; snapshots are immutable and thread-safe.</para>
/// </remarks>
public sealed class ActorCritic : ILearner<Rollout>
{
    private static readonly string[] Logged =
        ["policy-loss", "value-loss", "entropy", "explained-variance", "actor-gradient-norm", "critic-gradient-norm", "learning-rate", "critic-learning-rate"];

    // A larger ε than Adam's own: second moments of policy gradients are tiny, and near-zero ones must not be blown up to full steps.
    private static readonly AdamOptions Optimiser = new() { Epsilon = 1e-5 };
    private readonly ActorCriticOptions _options;
    private readonly AgentGroups _groups;
    private readonly ActorCriticNetwork[] _networks;
    private readonly ActorCriticBatch[] _batches;
    private readonly Adam[] _actorAdam, _criticAdam;
    private readonly EnvironmentSpec _spec;

    /// <summary>Makes an untrained learner.</summary>
    /// <param name="spec">The environment's sizes.</param>
    /// <param name="random">Draws the initial weights.</param>
    /// <param name="options">The settings; the defaults when null.</param>
    /// <param name="context">Runs the networks; serial when null. Results do not depend on its degree of parallelism.</param>
    /// <exception cref="ArgumentNullException"><paramref name="spec"/> or <paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the spec is not valid.</exception>
    public ActorCritic(EnvironmentSpec spec, RandomStream random, ActorCriticOptions? options = null, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(random);
        spec.Validate();
        _spec = spec;
        _options = options ?? new ActorCriticOptions();
        _options.Validate();
        context ??= ComputeContext.Serial;
        _groups = new AgentGroups(spec, _options.ShareParameters);
        _networks = _groups.Build(_options.HiddenSizes, random);
        _batches = new ActorCriticBatch[_networks.Length];
        (_actorAdam, _criticAdam) = (new Adam[_networks.Length], new Adam[_networks.Length]);
        for (var g = 0; g < _networks.Length; g++)
        {
            _batches[g] = new ActorCriticBatch(_groups, g, context);
            _actorAdam[g] = new Adam(_networks[g].Actor.NamedParameters(), Optimiser, context);
            _criticAdam[g] = new Adam(_networks[g].Critic.NamedParameters(), Optimiser, context);
        }

        Behaviour = new CategoricalPolicy(_networks, _groups, greedy: false, context);
    }

    /// <inheritdoc/>
    public long UpdateCount { get; private set; }

    /// <inheritdoc/>
    public IPolicy Behaviour { get; }

    /// <summary>What the critic expects from an observation on: the discounted sum of the agent's rewards.</summary>
    /// <param name="agent">The agent, from 0.</param>
    /// <param name="observation">Its observation[D].</param>
    /// <exception cref="ArgumentException">The agent does not exist, or the observation has another length.</exception>
    public float Value(int agent, ReadOnlySpan<float> observation)
    {
        Throw.IfOutside(agent, 0, _spec.AgentCount - 1);
        Throw.IfLengthDiffers(observation.Length, _spec.ObservationSize, nameof(observation));
        var input = new float[_groups.InputSize];
        _groups.WriteInput(agent, observation, input);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        return _networks[_groups.Of(agent)].Critic.Forward(tape, tape.Constant(input, 1, input.Length)).Value[0];
    }

    /// <summary>Makes one gradient step for each network that has decisions in the batch.</summary>
    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">A gradient is not finite: training has diverged. Nothing has changed.</exception>
    public UpdateResult Update(Rollout batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckFits(batch);
        double policyLoss = 0, valueLoss = 0, entropy = 0, explained = 0, actorNorm = 0, criticNorm = 0;
        for (var g = 0; g < _networks.Length; g++)
        {
            var (network, rows) = (_networks[g], _batches[g]);
            rows.Read(batch); // N decisions
            if (rows.Count == 0) continue;
            var tape = rows.Tape;
            tape.Reset();
            _actorAdam[g].ZeroGradients();
            _criticAdam[g].ZeroGradients();
            var input = tape.Constant(rows.Inputs, rows.Count, _groups.InputSize); // [N, D]
            var values = network.Critic.Forward(tape, input); // [N, 1]
            rows.Estimate(network.Critic, values.Value, _options); // A[N], G[N]
            var logP = tape.MaskedLogSoftmax(network.Actor.Forward(tape, input), rows.Masks); // [N, K]
            var chosen = tape.GatherColumns(logP, rows.Actions); // [N]
            var gain = tape.WeightedSum(chosen, rows.Weights); // Σ A/N · log π(a|s)
            var squares = tape.MeanSquaredError(values, rows.Targets);
            var bonus = tape.Mean(tape.Entropy(logP));
            tape.Backward(tape.Add(squares, tape.Scale(tape.Add(gain, tape.Scale(bonus, (float)_options.EntropyWeight)), -1)));
            var share = (double)rows.Count / batch.Count;
            policyLoss -= share * gain.Value[0];
            valueLoss += share * squares.Value[0];
            entropy += share * bonus.Value[0];
            explained += share * rows.ExplainedVariance(values.Value);
            actorNorm = Math.Max(actorNorm, GradientClip.ByGlobalNorm(_actorAdam[g].Parameters, _options.MaxGradientNorm));
            criticNorm = Math.Max(criticNorm, GradientClip.ByGlobalNorm(_criticAdam[g].Parameters, _options.MaxGradientNorm));
            if (!double.IsFinite(actorNorm + criticNorm))
                throw new ArithmeticException($"The gradient norms are {actorNorm} and {criticNorm} at update {UpdateCount}: lower the learning rates.");
        }

        var (rate, criticRate) = (_options.LearningRate.Value(UpdateCount), _options.CriticLearningRate.Value(UpdateCount));
        for (var g = 0; g < _networks.Length; g++)
        {
            if (_batches[g].Count == 0) continue;
            (_actorAdam[g].LearningRate, _criticAdam[g].LearningRate) = (rate, criticRate);
            _actorAdam[g].Step();
            _criticAdam[g].Step();
        }

        UpdateCount++;
        return new UpdateResult(Logged, policyLoss, valueLoss, entropy, explained, actorNorm, criticNorm, rate, criticRate);
    }

    /// <inheritdoc/>
    public PolicySnapshot Publish()
    {
        var copies = _groups.Build(_options.HiddenSizes, new RandomStream(0));
        for (var g = 0; g < copies.Length; g++) _networks[g].CopyTo(copies[g]);
        return new PolicySnapshot(UpdateCount, new CategoricalPolicy(copies, _groups, greedy: false, ComputeContext.Serial))
        {
            Greedy = new CategoricalPolicy(copies, _groups, greedy: true, ComputeContext.Serial),
        };
    }

    /// <inheritdoc/>
    public void ExportState(TrainingState into, string prefix)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(prefix);
        into.SetInteger(prefix + "updates", UpdateCount);
        for (var g = 0; g < _networks.Length; g++)
        {
            _networks[g].ExportState(into.Tensors, AgentGroups.Name(prefix + "network.", g));
            _actorAdam[g].ExportState(into.Tensors, AgentGroups.Name(prefix + "adam.actor.", g));
            _criticAdam[g].ExportState(into.Tensors, AgentGroups.Name(prefix + "adam.critic.", g));
        }
    }

    /// <inheritdoc/>
    public void ImportState(TrainingState from, string prefix)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(prefix);
        var updates = from.ReadCount(prefix + "updates");
        var spare = _groups.Build(_options.HiddenSizes, new RandomStream(0));
        for (var g = 0; g < spare.Length; g++)
            Import(from, prefix, g, spare[g], new Adam(spare[g].Actor.NamedParameters()), new Adam(spare[g].Critic.NamedParameters())); // A state that does not fit must change nothing.
        for (var g = 0; g < spare.Length; g++) Import(from, prefix, g, _networks[g], _actorAdam[g], _criticAdam[g]);
        UpdateCount = updates;
    }

    private static void Import(TrainingState from, string prefix, int group, ActorCriticNetwork network, Adam actor, Adam critic)
    {
        network.ImportState(from.Tensors, AgentGroups.Name(prefix + "network.", group));
        actor.ImportState(from.Tensors, AgentGroups.Name(prefix + "adam.actor.", group));
        critic.ImportState(from.Tensors, AgentGroups.Name(prefix + "adam.critic.", group));
    }

    private void CheckFits(Rollout batch)
    {
        if (batch.Count == 0) throw new ArgumentException("The rollout is empty.", nameof(batch));
        Throw.IfLengthDiffers(batch.ObservationSize, _spec.ObservationSize, "batch.ObservationSize");
        Throw.IfLengthDiffers(batch.ActionCount, _spec.ActionCount, "batch.ActionCount");
        foreach (var agent in batch.Agents)
            if (agent >= _spec.AgentCount) throw new ArgumentException($"The rollout has a decision of agent {agent}, but there are {_spec.AgentCount} agents.", nameof(batch));
    }
}

using MarlRec.Environments;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Learning;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Slates;

/// <summary>
/// The slot agents' shared policy over item vectors: the logit of candidate a is <c>β · ranker(x, a) + f(x, slate so far, k) · e(a) + g · pair(a, slate so far)</c>. The
/// ranker is the prior; f and g are the learned residual, zero before learning.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
internal sealed class SlotTeamPolicy : IPolicy
{
    private readonly SlateLayout _layout;
    private readonly float _priorWeight;
    private readonly float[] _hiddenWeight;
    private readonly float[] _hiddenBias;
    private readonly float[] _outputWeight;
    private readonly float[] _outputBias;
    private readonly float[] _pairWeight;

    internal SlotTeamPolicy(SlateLayout layout, float priorWeight, SlotTeamNetwork network)
    {
        _layout = layout;
        _priorWeight = priorWeight;
        _hiddenWeight = network.Hidden.Weight.Value.Span.ToArray();
        _hiddenBias = network.Hidden.Bias!.Value.Span.ToArray();
        _outputWeight = network.Output.Weight.Value.Span.ToArray();
        _outputBias = network.Output.Bias!.Value.Span.ToArray();
        _pairWeight = network.Pair.Weight.Value.Span.ToArray();
        IsPrior = !_outputWeight.AsSpan().ContainsAnyExcept(0f) && !_outputBias.AsSpan().ContainsAnyExcept(0f) && !_pairWeight.AsSpan().ContainsAnyExcept(0f);
    }

    /// <summary>The policy with a residual of zero: the ranker's softmax, and greedily the ranker's list.</summary>
    internal static SlotTeamPolicy Prior(SlateLayout layout, double priorWeight) => new(layout, (float)priorWeight, new SlotTeamNetwork(layout, 1, new RandomStream(0)));

    /// <summary>Whether the residual is zero, so that the policy is the ranker's softmax.</summary>
    public bool IsPrior { get; }

    /// <summary>Whether <see cref="Act"/> takes the best candidate instead of drawing one.</summary>
    internal bool TakesBest { get; init; }

    /// <inheritdoc />
    /// <remarks>For the slots of a turn-based <see cref="Environments.Slates.RecommendationEnvironment"/>; the action of the user, the last agent, is not touched.</remarks>
    public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(random);
        Throw.IfLengthDiffers(actions.Length, observation.Acting.Length, nameof(actions));
        if (observation.Spec.CandidateSize != _layout.CandidateSize || observation.Spec.ObservationSize < _layout.ContextSize)
        {
            throw new ArgumentException(
                $"The policy reads {_layout.CandidateSize} numbers a candidate and {_layout.ContextSize} of the context, but {observation.Spec.Name} has {observation.Spec.DescribeShape()}.", nameof(observation));
        }

        Span<int> chosen = stackalloc int[observation.CandidateCount];
        for (var agent = 0; agent < actions.Length - 1; agent++)
            if (observation.Acting[agent]) actions[agent] = Choose(observation, agent, Chosen(observation, agent, chosen), random, out _);
    }

    /// <summary>Writes the residual's weights under the names of <see cref="SlotTeamNetwork"/>.</summary>
    internal void ExportState(IDictionary<string, FloatTensor> into, string prefix)
    {
        into.Add(prefix + "hidden.weight", FloatTensor.From(_hiddenWeight, _hiddenBias.Length, _layout.InputSize));
        into.Add(prefix + "hidden.bias", FloatTensor.From(_hiddenBias, _hiddenBias.Length));
        into.Add(prefix + "output.weight", FloatTensor.From(_outputWeight, _outputBias.Length, _hiddenBias.Length));
        into.Add(prefix + "output.bias", FloatTensor.From(_outputBias, _outputBias.Length));
        into.Add(prefix + "pair.weight", FloatTensor.From(_pairWeight, 1, _pairWeight.Length));
    }

    internal int CandidateCount(ReadOnlySpan<float> features) => features.Length / _layout.CandidateSize;

    internal SlotTeamPolicy AsGreedy() => new(this) { TakesBest = true };

    private SlotTeamPolicy(SlotTeamPolicy other)
    {
        (_layout, _priorWeight, IsPrior) = (other._layout, other._priorWeight, other.IsPrior);
        (_hiddenWeight, _hiddenBias) = (other._hiddenWeight, other._hiddenBias);
        (_outputWeight, _outputBias, _pairWeight) = (other._outputWeight, other._outputBias, other._pairWeight);
    }

    internal int Choose(StepBuffers observation, int agent, ReadOnlySpan<int> chosen, RandomStream random, out float propensity)
    {
        var count = observation.CandidateCount;
        Span<float> values = stackalloc float[count];
        Logits(observation.Observation(agent)[.._layout.ContextSize], observation.Candidates, count, chosen, values);
        if (TakesBest)
        {
            propensity = 1;
            return PlackettLuce.Best(values);
        }

        PlackettLuce.Probabilities(values, temperature: 1, floor: 0);
        var action = random.NextCategorical(values);
        propensity = values[action];
        return action;
    }

    /// <summary>The logits of every candidate for the slot after <paramref name="chosen"/>; −∞ for those chosen already.</summary>
    internal void Logits(ReadOnlySpan<float> context, ReadOnlySpan<float> features, int count, ReadOnlySpan<int> chosen, Span<float> logits)
    {
        for (var candidate = 0; candidate < count; candidate++) logits[candidate] = _priorWeight * features[candidate * _layout.CandidateSize];
        if (!IsPrior) AddResidual(context, features, count, chosen, logits);
        foreach (var candidate in chosen) logits[candidate] = float.NegativeInfinity;
    }

    private static ReadOnlySpan<int> Chosen(StepBuffers observation, int agent, Span<int> chosen)
    {
        var mask = observation.Mask(agent);
        var n = 0;
        for (var candidate = 0; candidate < observation.CandidateCount; candidate++)
            if (!mask[candidate]) chosen[n++] = candidate;
        return chosen[..n];
    }

    private void AddResidual(ReadOnlySpan<float> context, ReadOnlySpan<float> features, int count, ReadOnlySpan<int> chosen, Span<float> logits)
    {
        Span<float> input = stackalloc float[_layout.InputSize];
        Span<float> hidden = stackalloc float[_hiddenBias.Length];
        Span<float> direction = stackalloc float[_layout.VectorSize];
        Span<float> pairs = count <= 1000 ? stackalloc float[count * SlateLayout.ResidualPairSize] : new float[count * SlateLayout.ResidualPairSize];
        _layout.WriteInput(context, features, chosen, input);
        _layout.WritePairs(features, count, chosen, pairs);
        for (var h = 0; h < hidden.Length; h++) hidden[h] = MathF.Tanh(_hiddenBias[h] + RowKernels.Dot(_hiddenWeight.AsSpan(h * input.Length, input.Length), input));
        for (var d = 0; d < direction.Length; d++) direction[d] = _outputBias[d] + RowKernels.Dot(_outputWeight.AsSpan(d * hidden.Length, hidden.Length), hidden);
        for (var candidate = 0; candidate < count; candidate++)
        {
            var residual = RowKernels.Dot(direction, _layout.Vector(features, candidate));
            for (var p = 0; p < SlateLayout.ResidualPairSize; p++) residual += _pairWeight[p] * pairs[candidate * SlateLayout.ResidualPairSize + p];
            logits[candidate] += residual;
        }
    }
}

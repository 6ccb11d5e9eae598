using MarlRec.Execution;
using MarlRec.Learning.Returns;
using MarlRec.Networks;

namespace MarlRec.Learning.Deep;

/// <summary>The decisions of one update that one network made, with their advantages and critic targets. Buffers are reused.</summary>
internal sealed class ActorCriticBatch(AgentGroups groups, int group, ComputeContext context)
{
    private readonly Tape _bootstrap = new(context, recording: false);
    private readonly List<(int Start, int Count)> _series = [];
    private float[] _inputs = [], _nextInputs = [], _rewards = [], _nextValues = [], _advantages = [], _targets = [], _ends = [];
    private bool[] _masks = [], _terminated = [], _truncated = [];
    private int[] _actions = [];
    private int _actionCount;

    internal Tape Tape { get; } = new(context);

    internal int Count { get; private set; }

    internal ReadOnlySpan<float> Inputs => _inputs.AsSpan(0, Count * groups.InputSize);

    internal ReadOnlySpan<bool> Masks => _masks.AsSpan(0, Count * _actionCount);

    internal ReadOnlySpan<int> Actions => _actions.AsSpan(0, Count);

    /// <summary>A[N] / N.</summary>
    internal ReadOnlySpan<float> Weights => _advantages.AsSpan(0, Count);

    /// <summary>G[N].</summary>
    internal ReadOnlySpan<float> Targets => _targets.AsSpan(0, Count);

    internal void Read(Rollout rollout)
    {
        Reserve(rollout.Count, rollout.ActionCount);
        Count = 0;
        _series.Clear();
        for (var s = 0; s < rollout.SeriesCount; s++)
        {
            var (start, length) = rollout.Series(s).GetOffsetAndLength(rollout.Count);
            var agent = rollout.Agents[start];
            if (groups.Of(agent) != group) continue;
            _series.Add((Count, length));
            rollout.Rewards.Slice(start, length).CopyTo(_rewards.AsSpan(Count));
            rollout.Terminated.Slice(start, length).CopyTo(_terminated.AsSpan(Count));
            rollout.Truncated.Slice(start, length).CopyTo(_truncated.AsSpan(Count));
            rollout.Actions.Slice(start, length).CopyTo(_actions.AsSpan(Count));
            rollout.Masks.Slice(start * _actionCount, length * _actionCount).CopyTo(_masks.AsSpan(Count * _actionCount));
            for (var i = start; i < start + length; i++, Count++)
            {
                Write(_inputs, agent, rollout.Observations.Slice(i * rollout.ObservationSize, rollout.ObservationSize));
                Write(_nextInputs, agent, rollout.NextObservations.Slice(i * rollout.ObservationSize, rollout.ObservationSize));
            }
        }
    }

    /// <summary>Fills advantages and targets from the critic's values[N] of the observations left.</summary>
    internal void Estimate(Sequential critic, ReadOnlySpan<float> values, ActorCriticOptions options)
    {
        Bootstrap(critic, values);
        foreach (var (start, count) in _series)
        {
            GeneralisedAdvantage.Compute(
                _rewards.AsSpan(start, count), values.Slice(start, count), _nextValues.AsSpan(start, count), _terminated.AsSpan(start, count),
                _truncated.AsSpan(start, count), options.Discount, options.Lambda, _advantages.AsSpan(start, count));
        }

        double sum = 0, squares = 0;
        for (var i = 0; i < Count; i++)
        {
            _targets[i] = _advantages[i] + values[i];
            sum += _advantages[i];
            squares += (double)_advantages[i] * _advantages[i];
        }

        var mean = options.NormaliseAdvantages ? sum / Count : 0;
        var scale = options.NormaliseAdvantages ? 1 / (Math.Sqrt(Math.Max(0, squares / Count - mean * mean)) + 1e-8) : 1;
        for (var i = 0; i < Count; i++) _advantages[i] = (float)((_advantages[i] - mean) * scale / Count);
    }

    /// <summary>1 − Var(G − V) / Var(G): 1 when the critic foresees its targets, 0 when it knows no more than their mean.</summary>
    internal double ExplainedVariance(ReadOnlySpan<float> values)
    {
        double target = 0, error = 0, targetSquares = 0, errorSquares = 0;
        for (var i = 0; i < Count; i++)
        {
            double g = _targets[i], d = g - values[i];
            target += g;
            error += d;
            targetSquares += g * g;
            errorSquares += d * d;
        }

        var variance = targetSquares - target * target / Count;
        return variance > 0 ? 1 - (errorSquares - error * error / Count) / variance : 0;
    }

    /// <summary>V(s′): the next row's value inside an episode, a forward pass of its own where the series or the episode was cut.</summary>
    private void Bootstrap(Sequential critic, ReadOnlySpan<float> values)
    {
        var cut = 0;
        foreach (var (start, count) in _series)
        {
            for (var i = start; i < start + count; i++)
            {
                if (!NeedsOwnValue(i, start + count)) continue;
                _nextInputs.AsSpan(i * groups.InputSize, groups.InputSize).CopyTo(_ends.AsSpan(cut++ * groups.InputSize));
            }
        }

        _bootstrap.Reset();
        var ends = cut == 0 ? [] : critic.Forward(_bootstrap, _bootstrap.Constant(_ends.AsSpan(0, cut * groups.InputSize), cut, groups.InputSize)).Value;
        cut = 0;
        foreach (var (start, count) in _series)
            for (var i = start; i < start + count; i++)
                _nextValues[i] = _terminated[i] ? 0 : NeedsOwnValue(i, start + count) ? ends[cut++] : values[i + 1];
    }

    private bool NeedsOwnValue(int row, int end) => !_terminated[row] && (_truncated[row] || row + 1 == end);

    private void Write(float[] inputs, int agent, ReadOnlySpan<float> observation) =>
        groups.WriteInput(agent, observation, inputs.AsSpan(Count * groups.InputSize, groups.InputSize));

    private void Reserve(int count, int actions)
    {
        _actionCount = actions;
        if (_rewards.Length >= count) return;
        (_rewards, _nextValues, _advantages, _targets) = (new float[count], new float[count], new float[count], new float[count]);
        (_terminated, _truncated, _actions, _masks) = (new bool[count], new bool[count], new int[count], new bool[count * actions]);
        (_inputs, _nextInputs, _ends) = (new float[count * groups.InputSize], new float[count * groups.InputSize], new float[count * groups.InputSize]);
    }
}

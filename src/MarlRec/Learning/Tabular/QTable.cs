using MarlRec.Execution;
using MarlRec.Learning.Exploration;
using MarlRec.Tensors;

namespace MarlRec.Learning.Tabular;

/// <summary>Action values Q[S,K] with the number of times each was updated.</summary>
/// <remarks>Thread safety: <em>single owner</em>; the table inside a published policy is a copy that nothing writes to.</remarks>
public sealed class QTable
{
    private readonly float[] _values;
    private readonly int[] _visits;

    internal QTable(int stateCount, int actionCount, double initialValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stateCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(actionCount, 1);
        StateCount = stateCount;
        ActionCount = actionCount;
        _values = new float[checked(stateCount * actionCount)];
        _visits = new int[_values.Length];
        Array.Fill(_values, (float)initialValue);
    }

    private QTable(QTable other)
    {
        (StateCount, ActionCount) = (other.StateCount, other.ActionCount);
        _values = [.. other._values];
        _visits = [.. other._visits];
    }

    /// <summary>S.</summary>
    public int StateCount { get; }

    /// <summary>K.</summary>
    public int ActionCount { get; }

    /// <summary>Q(state, ·), values[K].</summary>
    /// <param name="state">0 to <see cref="StateCount"/>, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="state"/> is out of range.</exception>
    public ReadOnlySpan<float> this[int state]
    {
        get
        {
            CheckState(state);
            return _values.AsSpan(state * ActionCount, ActionCount);
        }
    }

    /// <summary>How often Q(state, action) was updated.</summary>
    /// <param name="state">0 to <see cref="StateCount"/>, exclusive.</param>
    /// <param name="action">0 to <see cref="ActionCount"/>, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public int Visits(int state, int action)
    {
        CheckState(state);
        Throw.IfOutside(action, 0, ActionCount - 1);
        return _visits[state * ActionCount + action];
    }

    /// <summary>Moves Q(state, action) towards <paramref name="target"/> with step size rate / nᵉ, n counting this visit; returns the error before the move.</summary>
    internal double MoveTowards(int state, int action, double target, double rate, double exponent)
    {
        var index = state * ActionCount + action;
        var visits = ++_visits[index];
        var error = target - _values[index];
        var step = exponent == 0 ? rate : rate * Math.Pow(visits, -exponent);
        _values[index] += (float)(step * error);
        return error;
    }

    internal float Max(int state, ReadOnlySpan<bool> mask)
    {
        var row = this[state];
        return row[EpsilonGreedy.Best(row, mask)];
    }

    internal QTable Copy() => new(this);

    internal void CheckState(int state)
    {
        if ((uint)state >= (uint)StateCount)
            throw new ArgumentOutOfRangeException(nameof(state), state, $"The state must be in [0, {StateCount - 1}].");
    }

    internal void ExportState(TrainingState into, string prefix)
    {
        into.Tensors[prefix + "q"] = FloatTensor.From(_values, StateCount, ActionCount);
        into.SetIntegers(prefix + "visits", _visits);
    }

    internal void ImportState(TrainingState from, string prefix)
    {
        var values = from.ReadTensor(prefix + "q", StateCount, ActionCount);
        var visits = from.ReadIntegers(prefix + "visits", _visits.Length);
        foreach (var count in visits)
            if (count < 0) throw from.Malformed(prefix + "visits", "a list of counts");
        values.Span.CopyTo(_values);
        visits.CopyTo(_visits, 0);
    }
}

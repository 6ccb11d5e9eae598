using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>Remembers who acts and what is legal, for one environment or for N copies, and refuses actions that break it before anything has changed.</summary>
internal sealed class ActionRules
{
    private readonly EnvironmentSpec _spec;
    private readonly bool[] _acting;
    private readonly bool[] _masks;
    private readonly int[] _counts;

    internal ActionRules(EnvironmentSpec spec, int copies = 1)
    {
        _spec = spec;
        _acting = new bool[checked(copies * spec.AgentCount)];
        _masks = new bool[checked(copies * spec.AgentCount * spec.ActionCount)];
        _counts = new int[spec.AgentCount];
        for (var agent = 0; agent < _counts.Length; agent++) _counts[agent] = spec.ActionSpaces[agent].Count;
    }

    /// <summary>Whether masked actions are refused; else only those outside their space are.</summary>
    internal bool RefusesMasked { get; init; } = true;

    internal bool IsActing(int row) => _acting[row];

    /// <summary>Whether an action in its space is unmasked.</summary>
    internal bool IsLegal(int row, int action) => _masks[row * _spec.ActionCount + action];

    /// <summary>Keeps what a reset or step has delivered.</summary>
    /// <param name="acting">Who acts, [N, A].</param>
    /// <param name="masks">What is legal, [N, A, K].</param>
    internal void Remember(ReadOnlySpan<bool> acting, ReadOnlySpan<bool> masks)
    {
        acting.CopyTo(_acting);
        masks.CopyTo(_masks);
    }

    /// <summary>Keeps what one copy has been delivered.</summary>
    internal void Remember(int copy, StepBuffers rows)
    {
        rows.Acting.CopyTo(_acting.AsSpan(copy * _spec.AgentCount));
        rows.Masks.CopyTo(_masks.AsSpan(copy * _spec.AgentCount * _spec.ActionCount));
    }

    /// <summary>Throws unless there is an action for each agent and those of acting agents are legal.</summary>
    /// <param name="actions">The actions, [N, A].</param>
    internal void Check(ReadOnlySpan<int> actions)
    {
        Throw.IfLengthDiffers(actions.Length, _acting.Length, nameof(actions));
        for (var row = 0; row < actions.Length; row++)
        {
            if (!_acting[row]) continue;
            var (action, agent) = (actions[row], _counts.Length == 1 ? 0 : row % _counts.Length);
            if ((uint)action >= (uint)_counts[agent])
                throw new ArgumentOutOfRangeException(nameof(actions), action, $"The action of {Name(row)} must be in [0, {_counts[agent] - 1}].");
            if (RefusesMasked && !IsLegal(row, action))
                throw new ArgumentOutOfRangeException(nameof(actions), action, $"The action of {Name(row)} is masked: it is not legal now.");
        }
    }

    private string Name(int row) => _acting.Length == _counts.Length ? $"agent {row}" : $"agent {row % _counts.Length} of copy {row / _counts.Length}";
}

using MarlRec.Execution;

namespace MarlRec.Environments.Continuous;

/// <summary>Each agent chooses from a table of action vectors: this makes a continuous environment one for learners that count actions.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public sealed class DiscretizedActions : IEnvironment
{
    private readonly float[][] _tables;
    private readonly int[] _sizes;
    private readonly ActionRules _rules;
    private readonly StepBuffers _inner;
    private readonly float[] _actions;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="tables">For each agent the vectors that it chooses from, [A] tables [K, its action's size]; copied. Row k is what action k does.</param>
    /// <exception cref="ArgumentNullException">An argument or a table is null.</exception>
    /// <exception cref="ArgumentException">There is not one table for each agent, or one has no rows, rows of another size than the agent's actions, or a row
    /// outside its space.</exception>
    public DiscretizedActions(IContinuousEnvironment inner, params IReadOnlyList<float[,]> tables)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(tables);
        Throw.IfLengthDiffers(tables.Count, inner.Spec.AgentCount, nameof(tables));
        _tables = new float[tables.Count][];
        _sizes = new int[tables.Count];
        for (var agent = 0; agent < tables.Count; agent++)
        {
            _sizes[agent] = inner.ActionSpaces[agent].FlatSize;
            _tables[agent] = Flat(tables, agent, inner.ActionSpaces[agent]);
        }

        Inner = inner;
        Spec = inner.Spec with { ActionSpaces = [.. tables.Select(table => new DiscreteSpace(table.GetLength(0)))] };
        _rules = new ActionRules(Spec);
        _inner = new StepBuffers(inner.Spec);
        _actions = new float[inner.Spec.AgentCount * inner.ActionSize];
    }

    /// <summary>The continuous environment.</summary>
    public IContinuousEnvironment Inner { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        buffers.CheckShape(Spec, nameof(buffers));
        Inner.Reset(seed, options, _inner);
        Deliver(buffers);
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        buffers.CheckShape(Spec, nameof(buffers));
        _rules.Check(actions);
        for (var agent = 0; agent < actions.Length; agent++)
            if (_rules.IsActing(agent)) _tables[agent].AsSpan(actions[agent] * _sizes[agent], _sizes[agent]).CopyTo(_actions.AsSpan(agent * Inner.ActionSize));
        Inner.Step(_actions, _inner);
        Deliver(buffers);
    }

    private void Deliver(StepBuffers buffers)
    {
        _inner.CopyCommonTo(buffers);
        _inner.Observations.CopyTo(buffers.Observations);
        for (var agent = 0; agent < _tables.Length; agent++)
        {
            var mask = buffers.Mask(agent);
            var own = _tables[agent].Length / _sizes[agent];
            mask[..own].Fill(_inner.Mask(agent)[0]);
            mask[own..].Clear();
        }

        _rules.Remember(buffers.Acting, buffers.Masks);
    }

    private static float[] Flat(IReadOnlyList<float[,]> tables, int agent, BoxSpace space)
    {
        var table = tables[agent] ?? throw new ArgumentNullException(nameof(tables), $"The table of agent {agent} is null.");
        var (rows, size) = (table.GetLength(0), table.GetLength(1));
        if (rows == 0 || size != space.FlatSize)
            throw new ArgumentException($"The table of agent {agent} is [{rows}, {size}], but [1 or more, {space.FlatSize}] was expected.", nameof(tables));
        var flat = new float[table.Length];
        Buffer.BlockCopy(table, 0, flat, 0, flat.Length * sizeof(float));
        for (var row = 0; row < rows; row++)
            if (!space.Contains(flat.AsSpan(row * size, size))) throw new ArgumentException($"Row {row} of the table of agent {agent} is not in its action space.", nameof(tables));
        return flat;
    }
}

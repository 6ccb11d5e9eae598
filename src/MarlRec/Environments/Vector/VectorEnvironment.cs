using MarlRec.Environments.Wrappers;
using MarlRec.Execution;

namespace MarlRec.Environments.Vector;

/// <summary>N environments of one kind, stepped together, on one thread or on several.</summary>
/// <remarks>Thread safety: <em>single owner</em>. With a context of several threads each copy is still stepped by one of them at a time.</remarks>
public sealed class VectorEnvironment : VectorEnvironmentBase
{
    private readonly IEnvironment[] _copies;

    /// <summary>Makes the copies.</summary>
    /// <param name="create">Makes a new environment at each call, always of the same kind, such as <c>CartPole.V1</c>.</param>
    /// <param name="copies">How many copies, N: 1 or more.</param>
    /// <param name="mode">What happens to a copy whose episode is over.</param>
    /// <param name="context">Whose threads step the copies, or null for the caller's alone. It is not disposed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="create"/> returned null, the same object twice, or environments of different kinds.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="copies"/> is below 1, or <paramref name="mode"/> is not a mode.</exception>
    public VectorEnvironment(Func<IEnvironment> create, int copies, AutoresetMode mode = AutoresetMode.NextStep, ComputeContext? context = null)
        : this(Make(create, copies), mode, context, nameof(create))
    {
    }

    /// <summary>Takes copies that the caller has made, which may differ in what their spec does not show.</summary>
    /// <param name="environments">The copies, [N], of one kind: each an object of its own, with agents, spaces and turns as the first has them.</param>
    /// <param name="mode">What happens to a copy whose episode is over.</param>
    /// <param name="context">Whose threads step the copies, or null for the caller's alone. It is not disposed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environments"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no copy, one is null, one is listed twice, or they are of different kinds.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mode"/> is not a mode.</exception>
    public VectorEnvironment(IReadOnlyList<IEnvironment> environments, AutoresetMode mode, ComputeContext? context)
        : this(Copy(environments), mode, context, nameof(environments))
    {
    }

    private VectorEnvironment(IEnvironment[] copies, AutoresetMode mode, ComputeContext? context, string name)
        : base(SpecOf(copies, name), copies.Length, mode, context, Math.Max(1, copies.Length / MostTiles), refusesMasked: !Array.TrueForAll(copies, copy => copy is EnvironmentWrapper { TakesMasked: true })) =>
        _copies = copies;

    // Enough for the threads of a machine to share the work evenly; a tile of one cheap step would cost more to hand out than to run.
    private const int MostTiles = 64;

    /// <summary>The copies, [N]: to look into, not to step.</summary>
    public IReadOnlyList<IEnvironment> Environments => _copies;

    /// <inheritdoc/>
    protected override void OnReset(int copy, ulong seed, ResetOptions? options, StepBuffers buffers) => _copies[copy].Reset(seed, options, buffers);

    /// <inheritdoc/>
    protected override void OnStep(int first, int count, ReadOnlySpan<int> actions, VectorStepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var agents = Spec.AgentCount;
        for (var copy = first; copy < first + count; copy++)
            if (!IsOver(copy)) _copies[copy].Step(actions.Slice(copy * agents, agents), buffers[copy]);
    }

    private static IEnvironment[] Make(Func<IEnvironment> create, int copies)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        var made = new IEnvironment[copies];
        for (var copy = 0; copy < copies; copy++) made[copy] = create();
        return made;
    }

    private static IEnvironment[] Copy(IReadOnlyList<IEnvironment> environments)
    {
        ArgumentNullException.ThrowIfNull(environments);
        return [.. environments];
    }

    private static EnvironmentSpec SpecOf(IEnvironment[] copies, string name)
    {
        if (copies.Length == 0) throw new ArgumentException($"{name} has no environment, but 1 or more was expected.", name);
        var seen = new HashSet<IEnvironment>(ReferenceEqualityComparer.Instance);
        for (var copy = 0; copy < copies.Length; copy++)
        {
            if (copies[copy] is null) throw new ArgumentException($"Copy {copy} of {name} is null.", name);
            if (!seen.Add(copies[copy])) throw new ArgumentException($"Copy {copy} of {name} is the same object as an earlier one, but each must be its own.", name);
            var (spec, first) = (copies[copy].Spec, copies[0].Spec);
            if (!IsOfKind(spec, first))
                throw new ArgumentException($"Copy {copy} of {name} is {spec.Name} ({spec.DescribeShape()}), but {first.Name} ({first.DescribeShape()}) was expected, as copy 0.", name);
        }

        return copies[0].Spec;
    }

    private static bool IsOfKind(EnvironmentSpec spec, EnvironmentSpec first)
    {
        if (!spec.HasShapeOf(first) || spec.TurnBased != first.TurnBased || spec.MaxSteps != first.MaxSteps || spec.Name != first.Name) return false;
        for (var agent = 0; agent < first.AgentCount; agent++)
        {
            if (spec.ActionSpaces[agent].Count != first.ActionSpaces[agent].Count) return false;
            if (spec.ObservationSpaces[agent].FlatSize != first.ObservationSpaces[agent].FlatSize) return false;
        }

        return true;
    }
}

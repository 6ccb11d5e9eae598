namespace MarlRec.Environments;

/// <summary>Values made of numbered parts, each of a space of its own.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class TupleSpace : CompositeSpace
{
    /// <summary>Creates the space from the spaces of its parts, which are copied.</summary>
    /// <param name="parts">The parts, in order; at least one.</param>
    /// <exception cref="ArgumentNullException">A part is null.</exception>
    /// <exception cref="ArgumentException">There are no parts, or all of them together have more than 2³¹ − 1 flat numbers or flags.</exception>
    public TupleSpace(params ReadOnlySpan<Space> parts)
        : base(parts)
    {
    }

    /// <summary>The name and parts, such as <c>Tuple(Discrete(3), Box[2])</c>.</summary>
    public override string ToString() => $"Tuple({string.Join(", ", Parts)})";
}

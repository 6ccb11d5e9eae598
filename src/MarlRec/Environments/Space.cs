using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>The set of values that an observation or an action may take, each written flat as single-precision numbers.</summary>
/// <remarks>Thread safety: spaces are <em>immutable</em>. An environment returns the same instances from every call.</remarks>
public abstract class Space
{
    /// <summary>How many numbers one flat value has, 1 or more.</summary>
    public abstract int FlatSize { get; }

    /// <summary>Whether <paramref name="flat"/> is the flat form of a value of this space. False, never an exception, for a wrong length or a NaN.</summary>
    /// <param name="flat">The flat value.</param>
    public abstract bool Contains(ReadOnlySpan<float> flat);

    /// <summary>Draws a value of this space.</summary>
    /// <param name="random">The source of randomness.</param>
    /// <param name="flat">Receives the flat value, [<see cref="FlatSize"/>].</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="flat"/> has another length than <see cref="FlatSize"/>.</exception>
    public abstract void Sample(RandomStream random, Span<float> flat);

    private protected void CheckSample(RandomStream random, Span<float> flat)
    {
        ArgumentNullException.ThrowIfNull(random);
        Throw.IfLengthDiffers(flat.Length, FlatSize, nameof(flat));
    }
}

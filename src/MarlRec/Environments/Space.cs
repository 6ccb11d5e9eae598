using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>The set of values that an observation or an action may take, each written flat as single-precision numbers.</summary>
/// <remarks>
/// <para>A mask says which values may be drawn: one flag for each value that a discrete part may take, part after part. Continuous parts have none.</para>
/// <para>Thread safety: spaces are <em>immutable</em>. An environment returns the same instances from every call.</para>
/// </remarks>
public abstract class Space
{
    /// <summary>How many numbers one flat value has, 1 or more.</summary>
    public abstract int FlatSize { get; }

    /// <summary>How many flags a mask has: 0 (the default) where nothing can be masked.</summary>
    public virtual int MaskSize => 0;

    /// <summary>Whether <paramref name="flat"/> is the flat form of a value of this space. False, never an exception, for a wrong length or a NaN.</summary>
    /// <param name="flat">The flat value.</param>
    public abstract bool Contains(ReadOnlySpan<float> flat);

    /// <summary>Whether <paramref name="mask"/> is a mask of this space that allows at least one value. False, never an exception, for a wrong length.</summary>
    /// <param name="mask">True where a value is allowed.</param>
    public virtual bool AllowsSome(ReadOnlySpan<bool> mask) => mask.IsEmpty;

    /// <summary>Draws a value of this space.</summary>
    /// <param name="random">The source of randomness.</param>
    /// <param name="flat">Receives the flat value, [<see cref="FlatSize"/>].</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="flat"/> has another length than <see cref="FlatSize"/>.</exception>
    public abstract void Sample(RandomStream random, Span<float> flat);

    /// <summary>Draws one of the values that <paramref name="mask"/> allows; with a mask that allows all, what the draw without a mask gives.</summary>
    /// <param name="random">The source of randomness.</param>
    /// <param name="mask">True where a value is allowed, [<see cref="MaskSize"/>].</param>
    /// <param name="flat">Receives the flat value, [<see cref="FlatSize"/>].</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="flat"/> or <paramref name="mask"/> has another length, or the mask allows nothing.</exception>
    public virtual void Sample(RandomStream random, ReadOnlySpan<bool> mask, Span<float> flat)
    {
        CheckSample(random, mask, flat);
        Sample(random, flat);
    }

    private protected void CheckSample(RandomStream random, Span<float> flat)
    {
        ArgumentNullException.ThrowIfNull(random);
        Throw.IfLengthDiffers(flat.Length, FlatSize, nameof(flat));
    }

    private protected void CheckSample(RandomStream random, ReadOnlySpan<bool> mask, Span<float> flat)
    {
        CheckSample(random, flat);
        Throw.IfLengthDiffers(mask.Length, MaskSize, nameof(mask));
        if (!AllowsSome(mask)) throw new ArgumentException($"mask allows no value of {this}.", nameof(mask));
    }
}

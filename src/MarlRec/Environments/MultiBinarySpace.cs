using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>Rows of n bits; flat, each is 0 or 1.</summary>
/// <remarks>
/// <para>A mask has two flags for each bit, as for a discrete part of two values: whether it may be 0, and whether it may be 1. So a bit can be forbidden, forced or
/// left free.</para>
/// <para>Thread safety: <em>immutable</em>.</para>
/// </remarks>
public sealed class MultiBinarySpace : Space
{
    /// <summary>Creates the space of <paramref name="count"/> bits.</summary>
    /// <param name="count">How many bits, n: 1 to 2³⁰ − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
    public MultiBinarySpace(int count)
    {
        Throw.IfOutside(count, 1, int.MaxValue / 2);
        Count = count;
    }

    /// <summary>How many bits, n.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override int FlatSize => Count;

    /// <inheritdoc/>
    public override int MaskSize => 2 * Count;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> flat) => flat.Length == Count && !flat.ContainsAnyExcept(0f, 1f);

    /// <inheritdoc/>
    public override bool AllowsSome(ReadOnlySpan<bool> mask)
    {
        if (mask.Length != MaskSize) return false;
        for (var bit = 0; bit < Count; bit++)
            if (!(mask[2 * bit] | mask[2 * bit + 1])) return false;
        return true;
    }

    /// <summary>Writes <paramref name="bits"/> as numbers.</summary>
    /// <param name="bits">The bits, [n].</param>
    /// <param name="flat">Receives the flat value, [n].</param>
    /// <exception cref="ArgumentException">A length is another than n.</exception>
    public void Encode(ReadOnlySpan<bool> bits, Span<float> flat)
    {
        Throw.IfLengthDiffers(bits.Length, Count, nameof(bits));
        Throw.IfLengthDiffers(flat.Length, Count, nameof(flat));
        for (var bit = 0; bit < bits.Length; bit++) flat[bit] = bits[bit] ? 1 : 0;
    }

    /// <summary>Reads bits from numbers.</summary>
    /// <param name="flat">The flat value, [n].</param>
    /// <param name="bits">Receives the bits, [n].</param>
    /// <exception cref="ArgumentException"><paramref name="flat"/> is not in the space, or <paramref name="bits"/> has another length than n.</exception>
    public void Decode(ReadOnlySpan<float> flat, Span<bool> bits)
    {
        Throw.IfLengthDiffers(flat.Length, Count, nameof(flat));
        Throw.IfLengthDiffers(bits.Length, Count, nameof(bits));
        if (!Contains(flat)) throw new ArgumentException("flat must hold zeros and ones only.", nameof(flat));
        for (var bit = 0; bit < bits.Length; bit++) bits[bit] = flat[bit] != 0;
    }

    /// <inheritdoc/>
    public override void Sample(RandomStream random, Span<float> flat)
    {
        CheckSample(random, flat);
        foreach (ref var bit in flat) bit = random.Next(2);
    }

    /// <inheritdoc/>
    public override void Sample(RandomStream random, ReadOnlySpan<bool> mask, Span<float> flat)
    {
        CheckSample(random, mask, flat);
        for (var bit = 0; bit < flat.Length; bit++)
        {
            var (zero, one) = (mask[2 * bit], mask[2 * bit + 1]);
            flat[bit] = zero && one ? random.Next(2) : one ? 1 : 0;
        }
    }

    /// <summary>The name and size, such as <c>MultiBinary(8)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"MultiBinary({Count})");
}

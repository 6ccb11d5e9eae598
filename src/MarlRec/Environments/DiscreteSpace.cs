using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>The integers 0 to n − 1; flat, a value is one-hot: n numbers, of which its own is 1 and the others are 0.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class DiscreteSpace : Space
{
    /// <summary>Creates the space of <paramref name="count"/> values.</summary>
    /// <param name="count">How many values, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public DiscreteSpace(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
    }

    /// <summary>How many values, n.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override int FlatSize => Count;

    /// <inheritdoc/>
    public override int MaskSize => Count;

    /// <summary>Whether <paramref name="value"/> is in 0 to n − 1.</summary>
    /// <param name="value">The value.</param>
    public bool Contains(int value) => (uint)value < (uint)Count;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> flat) => flat.Length == Count && OneHot.IndexOf(flat) >= 0;

    /// <inheritdoc/>
    public override bool AllowsSome(ReadOnlySpan<bool> mask) => mask.Length == Count && mask.Contains(true);

    /// <summary>Writes <paramref name="value"/> one-hot.</summary>
    /// <param name="value">0 to n − 1.</param>
    /// <param name="flat">Receives the flat value, [n].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not in the space.</exception>
    /// <exception cref="ArgumentException"><paramref name="flat"/> has another length than n.</exception>
    public void Encode(int value, Span<float> flat)
    {
        Throw.IfOutside(value, 0, Count - 1);
        Throw.IfLengthDiffers(flat.Length, Count, nameof(flat));
        flat.Clear();
        flat[value] = 1;
    }

    /// <summary>Reads a one-hot value.</summary>
    /// <param name="flat">The flat value, [n].</param>
    /// <exception cref="ArgumentException"><paramref name="flat"/> is not in the space.</exception>
    public int Decode(ReadOnlySpan<float> flat)
    {
        Throw.IfLengthDiffers(flat.Length, Count, nameof(flat));
        var value = OneHot.IndexOf(flat);
        return value >= 0 ? value : throw new ArgumentException("flat must be one-hot: a single 1 among zeros.", nameof(flat));
    }

    /// <inheritdoc/>
    public override void Sample(RandomStream random, Span<float> flat)
    {
        CheckSample(random, flat);
        Encode(random.Next(Count), flat);
    }

    /// <inheritdoc/>
    public override void Sample(RandomStream random, ReadOnlySpan<bool> mask, Span<float> flat)
    {
        CheckSample(random, mask, flat);
        Encode(Sample(random, mask), flat);
    }

    /// <summary>Draws a value, all equally likely.</summary>
    /// <param name="random">The source of randomness.</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public int Sample(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.Next(Count);
    }

    /// <summary>Draws one of the values that <paramref name="mask"/> allows, all of them equally likely.</summary>
    /// <param name="random">The source of randomness.</param>
    /// <param name="mask">True where a value is allowed; [n] or longer (a row of <see cref="StepBuffers.Mask"/>), what is past n is not read.</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="mask"/> is shorter than n or allows nothing.</exception>
    public int Sample(RandomStream random, ReadOnlySpan<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (mask.Length < Count) throw new ArgumentException($"mask has length {mask.Length}, but {Count} or more was expected.", nameof(mask));
        mask = mask[..Count];
        if (!mask.Contains(true)) throw new ArgumentException($"mask allows none of the {Count} values.", nameof(mask));
        return Draw(random, mask);
    }

    /// <summary>One of the values that a mask allows, of which there must be one.</summary>
    internal static int Draw(RandomStream random, ReadOnlySpan<bool> mask)
    {
        var left = random.Next(mask.Count(true));
        for (var value = 0; ; value++)
            if (mask[value] && left-- == 0) return value;
    }

    /// <summary>The name and size, such as <c>Discrete(4)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Discrete({Count})");
}

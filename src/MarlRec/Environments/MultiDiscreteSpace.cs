using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>Tuples of integers, the i-th in 0 to n_i − 1; flat, the one-hot rows of the parts one after another.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class MultiDiscreteSpace : Space
{
    private readonly int[] _counts;

    /// <summary>Creates the space from the number of values of each part, which are copied.</summary>
    /// <param name="counts">n_i, each 1 or more; at least one part.</param>
    /// <exception cref="ArgumentException">There are no parts, or all of them together have more than 2³¹ − 1 flat numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1.</exception>
    public MultiDiscreteSpace(params ReadOnlySpan<int> counts)
    {
        if (counts.IsEmpty) throw new ArgumentException("counts has length 0, but 1 or more was expected.", nameof(counts));
        long size = 0;
        foreach (var count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(counts));
            size += count;
        }

        if (size > int.MaxValue) throw new ArgumentException($"counts sum to {size}, but at most {int.MaxValue} was expected.", nameof(counts));
        _counts = counts.ToArray();
        FlatSize = (int)size;
    }

    /// <summary>The number of values of each part.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <inheritdoc/>
    public override int FlatSize { get; }

    /// <inheritdoc/>
    public override int MaskSize => FlatSize;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> flat)
    {
        if (flat.Length != FlatSize) return false;
        foreach (var count in _counts)
        {
            if (OneHot.IndexOf(flat[..count]) < 0) return false;
            flat = flat[count..];
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool AllowsSome(ReadOnlySpan<bool> mask)
    {
        if (mask.Length != MaskSize) return false;
        foreach (var count in _counts)
        {
            if (!mask[..count].Contains(true)) return false;
            mask = mask[count..];
        }

        return true;
    }

    /// <summary>Whether each part of <paramref name="values"/> is in its range. False for a wrong length.</summary>
    /// <param name="values">One value for each part.</param>
    public bool Contains(ReadOnlySpan<int> values)
    {
        if (values.Length != _counts.Length) return false;
        for (var i = 0; i < values.Length; i++)
            if ((uint)values[i] >= (uint)_counts[i]) return false;
        return true;
    }

    /// <summary>Writes <paramref name="values"/> as one-hot rows.</summary>
    /// <param name="values">One value for each part.</param>
    /// <param name="flat">Receives the flat value, [<see cref="FlatSize"/>].</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> is not in the space, or <paramref name="flat"/> has another length.</exception>
    public void Encode(ReadOnlySpan<int> values, Span<float> flat)
    {
        Throw.IfLengthDiffers(values.Length, _counts.Length, nameof(values));
        Throw.IfLengthDiffers(flat.Length, FlatSize, nameof(flat));
        for (var i = 0; i < values.Length; i++)
            if ((uint)values[i] >= (uint)_counts[i]) throw new ArgumentException($"values[{i}] is {values[i]}, but 0 to {_counts[i] - 1} was expected.", nameof(values));
        flat.Clear();
        for (int i = 0, start = 0; i < values.Length; start += _counts[i++]) flat[start + values[i]] = 1;
    }

    /// <summary>Reads one-hot rows.</summary>
    /// <param name="flat">The flat value, [<see cref="FlatSize"/>].</param>
    /// <param name="values">Receives one value for each part.</param>
    /// <exception cref="ArgumentException"><paramref name="flat"/> is not in the space, or <paramref name="values"/> has another length than there are parts.</exception>
    public void Decode(ReadOnlySpan<float> flat, Span<int> values)
    {
        Throw.IfLengthDiffers(flat.Length, FlatSize, nameof(flat));
        Throw.IfLengthDiffers(values.Length, _counts.Length, nameof(values));
        if (!Contains(flat)) throw new ArgumentException("flat must be one-hot in each part: a single 1 among zeros.", nameof(flat));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = OneHot.IndexOf(flat[.._counts[i]]);
            flat = flat[_counts[i]..];
        }
    }

    /// <inheritdoc/>
    public override void Sample(RandomStream random, ReadOnlySpan<bool> mask, Span<float> flat)
    {
        CheckSample(random, mask, flat);
        flat.Clear();
        var start = 0;
        foreach (var count in _counts)
        {
            flat[start + DiscreteSpace.Draw(random, mask.Slice(start, count))] = 1;
            start += count;
        }
    }

    /// <inheritdoc/>
    public override void Sample(RandomStream random, Span<float> flat)
    {
        CheckSample(random, flat);
        flat.Clear();
        var start = 0;
        foreach (var count in _counts)
        {
            flat[start + random.Next(count)] = 1;
            start += count;
        }
    }

    /// <summary>The name and sizes, such as <c>MultiDiscrete(3, 2)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"MultiDiscrete({string.Join(", ", _counts)})");
}

using System.Collections.ObjectModel;
using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>Values made of parts, each of a space of its own; flat values and masks are those of the parts one after another.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public abstract class CompositeSpace : Space
{
    private readonly Space[] _parts;
    private readonly int[] _flatStarts;
    private readonly int[] _maskStarts;

    private protected CompositeSpace(ReadOnlySpan<Space> parts)
    {
        if (parts.IsEmpty) throw new ArgumentException("parts has length 0, but 1 or more was expected.", nameof(parts));
        _parts = parts.ToArray();
        _flatStarts = new int[parts.Length + 1];
        _maskStarts = new int[parts.Length + 1];
        for (var i = 0; i < _parts.Length; i++)
        {
            var part = _parts[i] ?? throw new ArgumentNullException(nameof(parts), $"The part {i} is null.");
            var (flatEnd, maskEnd) = ((long)_flatStarts[i] + part.FlatSize, (long)_maskStarts[i] + part.MaskSize);
            if (Math.Max(flatEnd, maskEnd) > int.MaxValue)
                throw new ArgumentException($"The first {i + 1} parts have {flatEnd} flat numbers and {maskEnd} flags, but at most {int.MaxValue} of each was expected.", nameof(parts));
            (_flatStarts[i + 1], _maskStarts[i + 1]) = ((int)flatEnd, (int)maskEnd);
        }

        Parts = new ReadOnlyCollection<Space>(_parts);
    }

    /// <summary>The spaces of the parts, in order.</summary>
    public IReadOnlyList<Space> Parts { get; }

    /// <inheritdoc/>
    public sealed override int FlatSize => _flatStarts[^1];

    /// <inheritdoc/>
    public sealed override int MaskSize => _maskStarts[^1];

    /// <summary>The part of a flat value that belongs to one part.</summary>
    /// <param name="flat">The flat value, [<see cref="Space.FlatSize"/>].</param>
    /// <param name="index">Which part, 0 to the number of parts − 1.</param>
    /// <exception cref="ArgumentException"><paramref name="flat"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not a part.</exception>
    public Span<float> Part(Span<float> flat, int index)
    {
        CheckPart(flat.Length, FlatSize, nameof(flat), index);
        return flat[_flatStarts[index].._flatStarts[index + 1]];
    }

    /// <inheritdoc cref="Part(Span{float}, int)"/>
    public ReadOnlySpan<float> Part(ReadOnlySpan<float> flat, int index)
    {
        CheckPart(flat.Length, FlatSize, nameof(flat), index);
        return flat[_flatStarts[index].._flatStarts[index + 1]];
    }

    /// <summary>The part of a mask that belongs to one part.</summary>
    /// <param name="mask">The mask, [<see cref="Space.MaskSize"/>].</param>
    /// <param name="index">Which part, 0 to the number of parts − 1.</param>
    /// <exception cref="ArgumentException"><paramref name="mask"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not a part.</exception>
    public Span<bool> MaskPart(Span<bool> mask, int index)
    {
        CheckPart(mask.Length, MaskSize, nameof(mask), index);
        return mask[_maskStarts[index].._maskStarts[index + 1]];
    }

    /// <inheritdoc/>
    public sealed override bool Contains(ReadOnlySpan<float> flat)
    {
        if (flat.Length != FlatSize) return false;
        for (var i = 0; i < _parts.Length; i++)
            if (!_parts[i].Contains(flat[_flatStarts[i].._flatStarts[i + 1]])) return false;
        return true;
    }

    /// <inheritdoc/>
    public sealed override bool AllowsSome(ReadOnlySpan<bool> mask)
    {
        if (mask.Length != MaskSize) return false;
        for (var i = 0; i < _parts.Length; i++)
            if (!_parts[i].AllowsSome(mask[_maskStarts[i].._maskStarts[i + 1]])) return false;
        return true;
    }

    /// <inheritdoc/>
    public sealed override void Sample(RandomStream random, Span<float> flat)
    {
        CheckSample(random, flat);
        for (var i = 0; i < _parts.Length; i++) _parts[i].Sample(random, flat[_flatStarts[i].._flatStarts[i + 1]]);
    }

    /// <inheritdoc/>
    public sealed override void Sample(RandomStream random, ReadOnlySpan<bool> mask, Span<float> flat)
    {
        CheckSample(random, mask, flat);
        for (var i = 0; i < _parts.Length; i++)
            _parts[i].Sample(random, mask[_maskStarts[i].._maskStarts[i + 1]], flat[_flatStarts[i].._flatStarts[i + 1]]);
    }

    private void CheckPart(int length, int expected, string name, int index)
    {
        Throw.IfLengthDiffers(length, expected, name);
        Throw.IfOutside(index, 0, _parts.Length - 1);
    }
}

using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>
/// A plain view for experiments: the context is the mean vector of what the user consumed, candidates are the unconsumed items nearest to it, then, where they are too few, consumed ones.
/// </summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public sealed class ItemVectorView : ISlateView
{
    private readonly float[] _vectors;
    private readonly float[] _sum;
    private readonly bool[] _consumed;
    private readonly ulong[] _order;
    private int _count;

    /// <summary>Describes the items.</summary>
    /// <param name="vectors">items[I, D], finite.</param>
    /// <param name="size">D, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The vectors are not a whole number of rows, or not finite.</exception>
    public ItemVectorView(ReadOnlySpan<float> vectors, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (vectors.IsEmpty || vectors.Length % size != 0)
            throw new ArgumentException($"{vectors.Length} numbers are not rows of {size}.", nameof(vectors));
        Throw.IfNotAllFinite(vectors, nameof(vectors));
        _vectors = vectors.ToArray();
        _sum = new float[size];
        _consumed = new bool[vectors.Length / size];
        _order = new ulong[_consumed.Length];
    }

    /// <inheritdoc />
    public int ContextSize => _sum.Length;

    /// <inheritdoc />
    public int CandidateSize => _sum.Length;

    /// <inheritdoc />
    public void Begin(ReadOnlySpan<int> history)
    {
        Array.Clear(_sum);
        Array.Clear(_consumed);
        _count = 0;
        foreach (var item in history) Observe(item, EventKind.Click);
    }

    /// <inheritdoc />
    public void Observe(int item, EventKind kind)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, _consumed.Length);
        if (kind is EventKind.View or EventKind.Skip) return;
        _consumed[item] = true;
        _count++;
        for (var i = 0; i < _sum.Length; i++) _sum[i] += _vectors[item * _sum.Length + i];
    }

    /// <inheritdoc />
    public int Offer(Span<int> items, Span<float> features, Span<float> context)
    {
        for (var i = 0; i < _sum.Length; i++) context[i] = _count == 0 ? 0 : _sum[i] / _count;
        for (var item = 0; item < _order.Length; item++)
        {
            float score = 0;
            for (var i = 0; i < _sum.Length; i++) score += context[i] * _vectors[item * _sum.Length + i];
            _order[item] = Key(_consumed[item] ? float.NegativeInfinity : score) | (uint)item;
        }

        Array.Sort(_order);
        var count = Math.Min(items.Length, _order.Length);
        for (var c = 0; c < count; c++)
        {
            items[c] = (int)(uint)_order[c];
            _vectors.AsSpan(items[c] * _sum.Length, _sum.Length).CopyTo(features[(c * _sum.Length)..]);
        }

        return count;
    }

    /// <summary>The upper half of a key by which the largest score sorts first. The item number in the lower half decides ties: a sort that is not stable leaves them to chance.</summary>
    private static ulong Key(float score)
    {
        var bits = BitConverter.SingleToUInt32Bits(0 - score); // never −0, which would sort before 0
        return (ulong)((int)bits < 0 ? ~bits : bits | 0x80000000) << 32;
    }
}

using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Keys and values of one attention, laid out as its products read them: keys [B·N, d, capacity] transposed, values [B·N, capacity, d], padded to whole panels.</summary>
internal sealed unsafe class KeyValueStore
{
    private FloatTensor _keys, _values;
    private FloatTensor? _otherKeys, _otherValues; // the room of a reordering, from the first one on

    internal KeyValueStore(int batch, int heads, int width, int capacity)
    {
        Batch = batch;
        Heads = heads;
        Width = width;
        Capacity = capacity;
        Stride = Gemm.PaddedColumns(capacity);
        PaddedWidth = Gemm.PaddedColumns(width);
        _keys = new FloatTensor(batch * heads, width, Stride);
        _values = new FloatTensor(batch * heads, capacity, PaddedWidth);
    }

    internal int Batch { get; }

    internal int Heads { get; }

    /// <summary>d.</summary>
    internal int Width { get; }

    internal int Capacity { get; }

    /// <summary>From one row of keys to the next.</summary>
    internal int Stride { get; }

    /// <summary>From one step's values to the next.</summary>
    internal int PaddedWidth { get; }

    internal float* Keys(int pair) => _keys.Pointer + (nint)pair * Width * Stride;

    internal float* Values(int pair) => _values.Pointer + (nint)pair * Capacity * PaddedWidth;

    /// <summary>Writes steps first, first + 1, … from keys and values [B, count, row] whose heads stand side by side.</summary>
    internal void Write(int first, int count, float* keys, float* values, int row)
    {
        for (var pair = 0; pair < Batch * Heads; pair++)
        {
            var offset = (nint)(pair / Heads) * count * row + pair % Heads * Width;
            for (var step = 0; step < count; step++, offset += row)
            {
                var column = Keys(pair) + first + step;
                for (var i = 0; i < Width; i++) column[(nint)i * Stride] = keys[offset + i];
                new ReadOnlySpan<float>(values + offset, Width).CopyTo(new Span<float>(Values(pair) + (nint)(first + step) * PaddedWidth, Width));
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>Gives sequence b the first <paramref name="steps"/> steps of sequence parents[b].</summary>
    internal void Reorder(ReadOnlySpan<int> parents, int steps)
    {
        _otherKeys ??= new FloatTensor(_keys.Shape[0], Width, Stride);
        _otherValues ??= new FloatTensor(_values.Shape[0], Capacity, PaddedWidth);
        for (var pair = 0; pair < Batch * Heads; pair++)
        {
            var parent = parents[pair / Heads] * Heads + pair % Heads;
            CopySteps(parent, steps, _otherKeys.Pointer + (nint)pair * Width * Stride, Stride, _otherValues.Pointer + (nint)pair * Capacity * PaddedWidth);
        }

        (_keys, _otherKeys) = (_otherKeys, _keys);
        (_values, _otherValues) = (_otherValues, _values);
        GC.KeepAlive(this);
    }

    /// <summary>Takes over the first <paramref name="steps"/> steps of a store of another capacity, and the same sizes otherwise.</summary>
    internal void CopyFrom(KeyValueStore other, int steps)
    {
        for (var pair = 0; pair < Batch * Heads; pair++) other.CopySteps(pair, steps, Keys(pair), Stride, Values(pair));
        GC.KeepAlive(this);
        GC.KeepAlive(other);
    }

    private void CopySteps(int pair, int steps, float* keys, int stride, float* values)
    {
        var from = Keys(pair);
        for (var i = 0; i < Width; i++) new ReadOnlySpan<float>(from + (nint)i * Stride, steps).CopyTo(new Span<float>(keys + (nint)i * stride, steps));
        var length = steps * PaddedWidth;
        new ReadOnlySpan<float>(Values(pair), length).CopyTo(new Span<float>(values, length));
    }
}

using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Keys and values of one attention, laid out as its products read them: keys [B·N, d, capacity] transposed, values [B·N, capacity, d], padded to whole panels.</summary>
internal sealed unsafe class KeyValueStore
{
    private readonly FloatTensor _keys, _values;

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
}

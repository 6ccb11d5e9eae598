using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks.Peers.Measurement;

/// <summary>Each tile sums its own part of memory a number of times, eight vectors at once.</summary>
internal readonly struct StreamRead(FloatTensor memory, int floatsEach, int times) : ITileBody
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        var part = memory.Span.Slice(tile * floatsEach, floatsEach);
        for (var time = 0; time < times; time++)
            if (Sum(part) < 0) throw new InvalidOperationException("Ones have no negative sum.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe float Sum(ReadOnlySpan<float> values)
    {
        Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        fixed (float* start = values)
        {
            for (nint i = 0; i <= values.Length - 64; i += 64)
            {
                a += Vector256.Load(start + i);
                b += Vector256.Load(start + i + 8);
                c += Vector256.Load(start + i + 16);
                d += Vector256.Load(start + i + 24);
                e += Vector256.Load(start + i + 32);
                f += Vector256.Load(start + i + 40);
                g += Vector256.Load(start + i + 48);
                h += Vector256.Load(start + i + 56);
            }
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>
/// y = (x − μ) / σ · gain + bias for each row of D, with the row's mean μ and σ² = variance + ε. The variance is taken around the mean in a second pass,
/// so that rows far from zero lose nothing.
/// </summary>
internal static unsafe class LayerNormKernel
{
    /// <summary>Writes y, and each row's μ and 1/σ unless <paramref name="means"/> is null.</summary>
    internal static void Forward(int rows, int width, float* x, float* gain, float* bias, float epsilon, float* means, float* scales, float* y)
    {
        if (Vector512.IsHardwareAccelerated) Forward<Lanes512>(rows, width, x, gain, bias, epsilon, means, scales, y);
        else if (Vector256.IsHardwareAccelerated) Forward<Lanes256>(rows, width, x, gain, bias, epsilon, means, scales, y);
        else Forward<Lanes128>(rows, width, x, gain, bias, epsilon, means, scales, y);
    }

    /// <summary>
    /// dx = (g − mean(g) − x̂ · mean(g · x̂)) / σ with g = dy · gain and x̂ = (x − μ) / σ, added to <paramref name="dx"/> or written;
    /// dGain += dy · x̂; dBias += dy. Each of the three may be null.
    /// </summary>
    internal static void Backward(
        int rows, int width, float* x, float* gain, float* means, float* scales, float* dy, float* dx, bool add, float* dGain, float* dBias)
    {
        if (Vector512.IsHardwareAccelerated) Backward<Lanes512>(rows, width, x, gain, means, scales, dy, dx, add, dGain, dBias);
        else if (Vector256.IsHardwareAccelerated) Backward<Lanes256>(rows, width, x, gain, means, scales, dy, dx, add, dGain, dBias);
        else Backward<Lanes128>(rows, width, x, gain, means, scales, dy, dx, add, dGain, dBias);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Forward<T>(int rows, int width, float* x, float* gain, float* bias, float epsilon, float* means, float* scales, float* y)
        where T : struct, ILanes<T>
    {
        int whole = width / T.Count * T.Count, rest = width - whole;
        for (var row = 0; row < rows; row++, x += width, y += width)
        {
            var sum = T.Zero;
            for (nint i = 0; i < whole; i += T.Count) sum += T.Load(x + i);
            if (rest > 0) sum += T.LoadPart(x + whole, rest);
            var mean = T.Sum(sum) / width;

            var centre = T.Create(mean);
            var squares = T.Zero;
            for (nint i = 0; i < whole; i += T.Count)
            {
                var part = T.Load(x + i) - centre;
                squares = T.MultiplyAdd(part, part, squares);
            }

            if (rest > 0)
            {
                var part = (T.LoadPart(x + whole, rest) - centre) & T.First(rest);
                squares = T.MultiplyAdd(part, part, squares);
            }

            var inverse = 1 / MathF.Sqrt(T.Sum(squares) / width + epsilon);
            var scale = T.Create(inverse);
            for (nint i = 0; i < whole; i += T.Count)
                T.MultiplyAdd((T.Load(x + i) - centre) * scale, T.Load(gain + i), T.Load(bias + i)).Store(y + i);
            if (rest > 0)
                T.MultiplyAdd((T.LoadPart(x + whole, rest) - centre) * scale, T.LoadPart(gain + whole, rest), T.LoadPart(bias + whole, rest)).StorePart(y + whole, rest);
            if (means == null) continue;
            means[row] = mean;
            scales[row] = inverse;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Backward<T>(
        int rows, int width, float* x, float* gain, float* means, float* scales, float* dy, float* dx, bool add, float* dGain, float* dBias)
        where T : struct, ILanes<T>
    {
        int whole = width / T.Count * T.Count, rest = width - whole;
        for (var row = 0; row < rows; row++, x += width, dy += width)
        {
            T mean = T.Create(means[row]), scale = T.Create(scales[row]);
            T sum = T.Zero, product = T.Zero;
            for (nint i = 0; i < whole; i += T.Count)
            {
                T d = T.Load(dy + i), normal = (T.Load(x + i) - mean) * scale;
                if (dGain != null) T.MultiplyAdd(d, normal, T.Load(dGain + i)).Store(dGain + i);
                if (dBias != null) (T.Load(dBias + i) + d).Store(dBias + i);
                var g = d * T.Load(gain + i);
                sum += g;
                product = T.MultiplyAdd(g, normal, product);
            }

            if (rest > 0)
            {
                T d = T.LoadPart(dy + whole, rest), normal = (T.LoadPart(x + whole, rest) - mean) * scale;
                if (dGain != null) T.MultiplyAdd(d, normal, T.LoadPart(dGain + whole, rest)).StorePart(dGain + whole, rest);
                if (dBias != null) (T.LoadPart(dBias + whole, rest) + d).StorePart(dBias + whole, rest);
                var g = d * T.LoadPart(gain + whole, rest);
                sum += g;
                product = T.MultiplyAdd(g, normal, product);
            }

            if (dx == null) continue;
            T shift = T.Create(-T.Sum(sum) / width), slope = T.Create(-T.Sum(product) / width);
            for (nint i = 0; i < whole; i += T.Count)
            {
                var g = T.MultiplyAdd(T.Load(dy + i), T.Load(gain + i), shift);
                var d = T.MultiplyAdd((T.Load(x + i) - mean) * scale, slope, g) * scale;
                (add ? T.Load(dx + i) + d : d).Store(dx + i);
            }

            if (rest > 0)
            {
                var g = T.MultiplyAdd(T.LoadPart(dy + whole, rest), T.LoadPart(gain + whole, rest), shift);
                var d = T.MultiplyAdd((T.LoadPart(x + whole, rest) - mean) * scale, slope, g) * scale;
                (add ? T.LoadPart(dx + whole, rest) + d : d).StorePart(dx + whole, rest);
            }

            dx += width;
        }
    }
}

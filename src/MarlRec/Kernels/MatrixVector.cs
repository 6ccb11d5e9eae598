using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels;

/// <summary>
/// y[n] = start[n] + W[n,k] · x[k] with the same bits as a row of <see cref="Gemm"/>, for one row at a time: W is transposed in registers, 8 × 8 at once,
/// instead of being packed.
/// </summary>
internal static unsafe class MatrixVector
{
    private const int Group = 8;

    /// <summary>The start may be y; null is zeros.</summary>
    internal static void Run(int n, int k, float* weight, float* x, float* start, float* y)
    {
        if (Avx.IsSupported && n >= Group) Groups(n, k, weight, x, start, y);
        else Rows(n, k, weight, x, start, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Groups(int n, int k, float* weight, float* x, float* start, float* y)
    {
        // The last group overlaps the one before where n is not whole: its start must be read before that is written.
        var last = n - Group;
        var tail = Start(start, last);
        if (n % Group != 0) tail = Sum(k, weight + (nint)last * k, x, tail);

        var row = 0;
        for (; row <= n - 4 * Group; row += 4 * Group)
        {
            var w = weight + (nint)row * k;
            nint group = (nint)Group * k;
            // Four chains of additions hide each other's latency.
            Vector256<float> a = Start(start, row), b = Start(start, row + 8), c = Start(start, row + 16), d = Start(start, row + 24);
            nint i = 0;
            for (; i <= k - Group; i += Group)
            {
                a = Eight(w + i, k, x + i, a);
                b = Eight(w + group + i, k, x + i, b);
                c = Eight(w + 2 * group + i, k, x + i, c);
                d = Eight(w + 3 * group + i, k, x + i, d);
            }

            for (; i < k; i++)
            {
                a = One(w + i, k, x[i], a);
                b = One(w + group + i, k, x[i], b);
                c = One(w + 2 * group + i, k, x[i], c);
                d = One(w + 3 * group + i, k, x[i], d);
            }

            a.Store(y + row);
            b.Store(y + row + 8);
            c.Store(y + row + 16);
            d.Store(y + row + 24);
        }

        for (; row <= last; row += Group) Sum(k, weight + (nint)row * k, x, Start(start, row)).Store(y + row);
        if (n % Group != 0) tail.Store(y + last);
    }

    private static Vector256<float> Sum(int k, float* weight, float* x, Vector256<float> sum)
    {
        nint i = 0;
        for (; i <= k - Group; i += Group) sum = Eight(weight + i, k, x + i, sum);
        for (; i < k; i++) sum = One(weight + i, k, x[i], sum);
        return sum;
    }

    private static void Rows(int n, int k, float* weight, float* x, float* start, float* y)
    {
        for (var row = 0; row < n; row++, weight += k)
        {
            var sum = start == null ? 0 : start[row];
            for (var i = 0; i < k; i++) sum = float.MultiplyAddEstimate(x[i], weight[i], sum);
            y[row] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Start(float* start, int row) => start == null ? Vector256<float>.Zero : Vector256.Load(start + row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> One(float* w, nint k, float x, Vector256<float> sum)
    {
        var column = Vector256.Create(w[0], w[k], w[2 * k], w[3 * k], w[4 * k], w[5 * k], w[6 * k], w[7 * k]);
        return Vector256.MultiplyAddEstimate(Vector256.Create(x), column, sum);
    }

    // Rows r and r + 4 are loaded side by side, so that two rounds of interleaving transpose: of neighbours, then of pairs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Eight(float* w, nint k, float* x, Vector256<float> sum)
    {
        sum = Four(w, k, x, sum);
        return Four(w + 4, k, x + 4, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Four(float* w, nint k, float* x, Vector256<float> sum)
    {
        var lower = w + 4 * k;
        Vector256<float> a = Pair(w, lower), b = Pair(w + k, lower + k), c = Pair(w + 2 * k, lower + 2 * k), d = Pair(w + 3 * k, lower + 3 * k);
        Vector256<float> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d), abHigh = Avx.UnpackHigh(a, b), cdHigh = Avx.UnpackHigh(c, d);
        sum = Vector256.MultiplyAddEstimate(Vector256.Create(x[0]), Avx.Shuffle(ab, cd, 0x44), sum);
        sum = Vector256.MultiplyAddEstimate(Vector256.Create(x[1]), Avx.Shuffle(ab, cd, 0xEE), sum);
        sum = Vector256.MultiplyAddEstimate(Vector256.Create(x[2]), Avx.Shuffle(abHigh, cdHigh, 0x44), sum);
        return Vector256.MultiplyAddEstimate(Vector256.Create(x[3]), Avx.Shuffle(abHigh, cdHigh, 0xEE), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* upper, float* lower) => Vector256.Create(Vector128.Load(upper), Vector128.Load(lower));
}

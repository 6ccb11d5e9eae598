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
        // The last group overlaps the one before where n is not whole: its start is read before that is written.
        var last = n - Group;
        var lastStart = Start(start, last);
        for (var row = 0; row < n; row += 4 * Group)
        {
            // Four chains of additions hide each other's latency; groups that are not there repeat the last one.
            int second = Math.Min(row + Group, last), third = Math.Min(row + 2 * Group, last), fourth = Math.Min(row + 3 * Group, last);
            var first = Math.Min(row, last);
            float* wa = weight + (nint)first * k, wb = weight + (nint)second * k, wc = weight + (nint)third * k, wd = weight + (nint)fourth * k;
            var a = first == last ? lastStart : Start(start, first);
            var b = second == last ? lastStart : Start(start, second);
            var c = third == last ? lastStart : Start(start, third);
            var d = fourth == last ? lastStart : Start(start, fourth);
            nint i = 0;
            for (; i <= k - 4; i += 4)
            {
                a = Four(wa + i, k, x + i, a);
                b = Four(wb + i, k, x + i, b);
                c = Four(wc + i, k, x + i, c);
                d = Four(wd + i, k, x + i, d);
            }

            for (; i < k; i++)
            {
                a = One(wa + i, k, x[i], a);
                b = One(wb + i, k, x[i], b);
                c = One(wc + i, k, x[i], c);
                d = One(wd + i, k, x[i], d);
            }

            a.Store(y + first);
            b.Store(y + second);
            c.Store(y + third);
            d.Store(y + fourth);
        }
    }

    // Fewer rows than a group: scalar chains, two at a time.
    private static void Rows(int n, int k, float* weight, float* x, float* start, float* y)
    {
        for (var row = 0; row < n; row += 2)
        {
            var other = Math.Min(row + 1, n - 1);
            float* w = weight + (nint)row * k, v = weight + (nint)other * k;
            float a = start == null ? 0 : start[row], b = start == null ? 0 : start[other];
            for (nint i = 0; i < k; i++)
            {
                a = float.MultiplyAddEstimate(x[i], w[i], a);
                b = float.MultiplyAddEstimate(x[i], v[i], b);
            }

            y[row] = a;
            y[other] = b;
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

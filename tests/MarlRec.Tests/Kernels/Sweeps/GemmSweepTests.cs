using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Kernels.Sweeps;

/// <summary>Matrix products of every way of calling, on operands that end at a guard, against sums in double precision.</summary>
[Trait("simd", "yes")]
public unsafe class GemmSweepTests
{
    private static readonly RandomStream s_random = new(31);

    // Both sides of every tile, panel and depth block, then shapes at random.
    private static IEnumerable<(int M, int N, int K)> Shapes()
    {
        foreach (var (m, n, k) in ((int, int, int)[])[(0, 3, 2), (3, 0, 2), (3, 2, 0), (1, 1, 1), (1, 32, 256), (12, 33, 257), (13, 31, 255), (25, 65, 8), (6, 16, 512), (5, 8, 513), (37, 97, 64), (98, 131, 9)])
            yield return (m, n, k);
        for (var i = 0; i < SimdTier.Choose(child: 25, sampled: 60, full: 3000); i++)
            yield return (s_random.Next(40), s_random.Next(100), s_random.Next(8) == 0 ? 250 + s_random.Next(300) : s_random.Next(40));
    }

    public static TheoryData<bool, bool> Layouts => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void PackedProducts(bool transposeA, bool transposeB) => Products(transposeA, transposeB, (in Call c) =>
    {
        Gemm.Pack(c.K, c.N, c.B, c.BRow, c.BColumn, c.Packed);
        Gemm.MultiplyPacked(c.M, c.N, c.K, c.A, c.ARow, c.ADepth, c.Packed, c.Start, c.StartStride, c.C, c.Ldc, 0, c.N);
    });

    [Theory]
    [MemberData(nameof(Layouts))]
    public void WholeProducts(bool transposeA, bool transposeB)
    {
        var workspace = new Workspace();
        Products(transposeA, transposeB, (in Call c) =>
        {
            workspace.Reset();
            MatrixProduct.Run(ComputeContext.Serial, workspace, c.M, c.N, c.K, c.A, c.ARow, c.ADepth, c.B, c.BRow, c.BColumn, c.Start, c.StartStride, c.C, c.Ldc);
        });
    }

    [Fact]
    public void DirectProducts() => Products(false, false, (in Call c) =>
    {
        if (c.K == 0) return false;
        Gemm.MultiplyDirect(c.M, c.K, c.A, c.ARow, c.ADepth, c.B, c.BRow, c.Start, c.StartStride, c.C, c.Ldc, 0, c.N);
        return true;
    }, Gemm.PanelWidth);

    [Fact]
    public void MatrixTimesVector()
    {
        using var blocks = new SweepBlocks(s_random);
        foreach (var (m, n, k) in Shapes())
        {
            blocks.Begin(-1);
            var fill = (Fill)(m % 2);
            SweepBlock w = blocks.Take(n * k, fill), x = blocks.Take(k, fill), y = blocks.Take(n), bias = blocks.Take(n);
            var mode = s_random.Next(3); // starts from y, a bias, nothing
            MatrixVector.Run(n, k, w.Pointer, x.Pointer, mode == 0 ? y.Pointer : mode == 1 ? bias.Pointer : null, y.Pointer);
            y.Expect(
                j =>
                {
                    var start = mode == 0 ? y[j] : mode == 1 ? bias[j] : 0;
                    return new(start + RowSweepTests.Total(k, l => w[j * k + l] * x[l]), Math.Abs(start) + RowSweepTests.Total(k, l => Math.Abs(w[j * k + l] * x[l])));
                },
                Tolerance(k));
            blocks.End($"[{n},{k}] · [{k}]");
        }
    }

    private static double Tolerance(int k) => 6e-8 * (k + 2);

    private delegate void Multiply(in Call call);

    private delegate bool TryMultiply(in Call call);

    private static void Products(bool transposeA, bool transposeB, Multiply multiply) => Products(transposeA, transposeB, (in Call call) =>
    {
        multiply(call);
        return true;
    }, 1);

    private static void Products(bool transposeA, bool transposeB, TryMultiply multiply, int wholeColumns)
    {
        using var blocks = new SweepBlocks(s_random);
        foreach (var (m, drawn, k) in Shapes())
        {
            var n = drawn / wholeColumns * wholeColumns;
            blocks.Begin(-1);
            var fill = s_random.Next(4) == 0 ? Fill.Special : Fill.Normal;
            var mode = s_random.Next(3); // starts from C, a bias, nothing
            // Rows apart: what stands between them belongs to nobody.
            int gap = s_random.Next(3), lda = (transposeA ? m : k) + gap, ldb = (transposeB ? k : n) + gap, ldc = n + gap;
            SweepBlock a = blocks.Take(Room(transposeA ? k : m, transposeA ? m : k, lda), fill);
            SweepBlock b = blocks.Take(Room(transposeB ? n : k, transposeB ? k : n, ldb), fill);
            SweepBlock c = blocks.Take(Room(m, n, ldc)), bias = blocks.Take(n);
            using var packed = new GuardedMemory(Gemm.PackedLength(k, n));
            var done = multiply(new()
            {
                M = m, N = n, K = k, A = a.Pointer, ARow = transposeA ? 1 : lda, ADepth = transposeA ? lda : 1, B = b.Pointer, BRow = transposeB ? 1 : ldb,
                BColumn = transposeB ? ldb : 1, Packed = packed.AtEnd(Gemm.PackedLength(k, n)), Start = mode == 0 ? c.Pointer : mode == 1 ? bias.Pointer : null,
                StartStride = mode == 0 ? ldc : 0, C = c.Pointer, Ldc = ldc,
            });
            if (!done) continue;
            c.Expect(
                place =>
                {
                    int i = place / ldc, j = place % ldc;
                    if (j >= n) return c[place];
                    var sum = mode == 0 ? c[place] : mode == 1 ? bias[j] : 0;
                    var size = Math.Abs(sum);
                    for (var l = 0; l < k; l++)
                    {
                        var term = a[transposeA ? l * lda + i : i * lda + l] * b[transposeB ? j * ldb + l : l * ldb + j];
                        sum += term;
                        size += Math.Abs(term);
                    }

                    return new(sum, size);
                },
                Tolerance(k));
            blocks.End($"[{m},{k}] · [{k},{n}], transposed {transposeA} {transposeB}, gap {gap}, mode {mode}, {fill}");
        }
    }

    // The last row ends where its columns do.
    private static int Room(int rows, int columns, int stride) => rows == 0 || columns == 0 ? 0 : (rows - 1) * stride + columns;

    private struct Call
    {
        internal int M, N, K;
        internal float* A, B, C, Packed, Start;
        internal nint ARow, ADepth, BRow, BColumn, StartStride, Ldc;
    }
}

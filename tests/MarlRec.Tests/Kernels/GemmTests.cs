using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Kernels;

[Trait("simd", "yes")]
public unsafe class GemmTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 16, 300)]
    [InlineData(2, 17, 3)]
    [InlineData(5, 15, 64)]
    [InlineData(13, 33, 8)]
    [InlineData(50, 130, 257)]
    [InlineData(97, 48, 513)]
    public void AllLayoutsAgreeWithTheNaiveProduct(int m, int n, int k)
    {
        var random = new RandomStream(7);
        foreach (var (transposeA, transposeB) in new[] { (false, false), (false, true), (true, false) })
        {
            var a = GradientCheck.Normal(random, m * k);
            var b = GradientCheck.Normal(random, k * n);
            var c = GradientCheck.Normal(random, m, n);
            var expected = Naive(m, n, k, a.Span, transposeA, b.Span, transposeB, c.Span);
            Multiply(ComputeContext.Serial, m, n, k, a, transposeA, b, transposeB, c);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], c.Span[i], 1e-5 * k + 1e-5);
        }
    }

    [Fact]
    public void BitsDependNeitherOnThreadsNorOnTheNumberOfRows()
    {
        const int m = 101, n = 150, k = 300;
        var random = new RandomStream(8);
        var a = GradientCheck.Normal(random, m, k);
        var b = GradientCheck.Normal(random, k, n);
        var serial = new FloatTensor(m, n);
        var parallel = new FloatTensor(m, n);
        var single = new FloatTensor(1, n);
        using var context = new ComputeContext(2);
        Multiply(ComputeContext.Serial, m, n, k, a, false, b, false, serial);
        Multiply(context, m, n, k, a, false, b, false, parallel);
        Assert.Equal(serial.Span, parallel.Span);
        for (var row = 0; row < m; row++)
        {
            single.Span.Clear();
            Multiply(ComputeContext.Serial, 1, n, k, FloatTensor.From(a.Row(row), 1, k), false, b, false, single);
            Assert.Equal(serial.Row(row), single.Span);
        }
    }

    private static void Multiply(
        ComputeContext context, int m, int n, int k, FloatTensor a, bool transposeA, FloatTensor b, bool transposeB, FloatTensor c)
    {
        MatrixProduct.Add(
            context, new Workspace(), m, n, k, a.Pointer, transposeA ? 1 : k, transposeA ? m : 1, b.Pointer, transposeB ? 1 : n, transposeB ? k : 1, c.Pointer, n);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
    }

    private static double[] Naive(int m, int n, int k, ReadOnlySpan<float> a, bool transposeA, ReadOnlySpan<float> b, bool transposeB, ReadOnlySpan<float> c)
    {
        var result = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                double sum = c[i * n + j];
                for (var l = 0; l < k; l++) sum += (double)a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j];
                result[i * n + j] = sum;
            }
        }

        return result;
    }
}

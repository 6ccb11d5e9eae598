namespace MarlRec.Kernels.Sweeps;

/// <summary>Reductions and updates of rows at every length.</summary>
[Trait("simd", "yes")]
public unsafe class RowSweepTests
{
    private const double Sums = 4e-6; // of 256 terms, in chains of at most 64

    [Fact]
    public void DotAndSum() => Sweep.Run(Sweep.Lengths, (blocks, n, fill) =>
    {
        SweepBlock x = blocks.Take(n, fill), y = blocks.Take(n, fill), result = blocks.Take(2), sum = blocks.Take(1);
        result.Span[0] = RowKernels.Dot(x.Span, y.Span);
        result.Span[1] = (float)RowKernels.SumOfSquares(x.Span);
        sum.Span[0] = RowKernels.Sum(x.Span);
        sum.Expect(_ => new(Total(n, j => x[j]), Total(n, j => Math.Abs(x[j]))), Sums);
        result.Expect(
            i => new(Total(n, j => x[j] * (i == 0 ? y[j] : x[j])), Total(n, j => Math.Abs(x[j] * (i == 0 ? y[j] : x[j])))), Sums);
    });

    [Fact]
    public void SumsOfSquaresOfLongRows() => Sweep.Run([1023, 1024, 1025, 3000], (blocks, n) =>
    {
        SweepBlock x = blocks.Take(n), result = blocks.Take(1);
        result.Span[0] = (float)RowKernels.SumOfSquares(x.Span);
        result.Expect(_ => Total(n, j => x[j] * x[j]), Sums);
    });

    [Fact]
    public void AddAndAddScaled() => Sweep.Run(Sweep.Lengths, (blocks, n, fill) =>
    {
        SweepBlock x = blocks.Take(n, fill), added = blocks.Take(n), scaled = blocks.Take(n);
        RowKernels.Add(x.Span, added.Span);
        RowKernels.AddScaled(x.Span, -0.75f, scaled.Span);
        added.Expect(i => new(added[i] + x[i], Math.Abs(added[i])), 1e-7);
        scaled.Expect(i => new(scaled[i] - 0.75 * x[i], Math.Abs(scaled[i])), 2e-7);
    });

    [Fact]
    public void ColumnSum() => Sweep.Run(Sweep.Lengths, (blocks, n, fill) =>
    {
        var rows = blocks.Next(6);
        SweepBlock x = blocks.Take(rows * n, fill), sums = blocks.Take(n);
        ColumnSums.Add(rows, n, x.Pointer, sums.Pointer);
        sums.Expect(i => new(sums[i] + Total(rows, row => x[row * n + i]), Math.Abs(sums[i]) + Total(rows, row => Math.Abs(x[row * n + i]))), 5e-7);
    });

    internal static double Total(int n, Func<int, double> term)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++) sum += term(i);
        return sum;
    }
}

namespace MarlRec.Kernels.Sweeps;

/// <summary>Softmaxes of one row at every length. A logit of −∞ is an entry that does not count.</summary>
[Trait("simd", "yes")]
public class SoftmaxSweepTests
{
    private const double Tolerance = 3e-6;
    private const double Flushed = 1.2e-38;

    [Fact]
    public void SumOfExponentials() => Sweep.Run(Sweep.Lengths, (blocks, n) =>
    {
        SweepBlock x = Logits(blocks, n, -10), result = blocks.Take(1);
        result.Span[0] = LogSumExpKernel.SumExp(x.Span);
        result.Expect(_ => RowSweepTests.Total(n, i => Math.Exp(x[i])), Tolerance, n * Flushed);
    });

    [Fact]
    public void LogSoftmax() => Sweep.Run(Sweep.Lengths.Skip(1), (blocks, n) =>
    {
        SweepBlock x = blocks.Take(n, value => value * 30), y = blocks.Take(n), dy = blocks.Take(n), dx = blocks.Take(n);
        var allowed = new bool[n];
        for (var i = 0; i < n; i++) allowed[i] = blocks.Next(4) > 0;
        allowed[blocks.Next(n)] = true;
        if (blocks.Next(4) == 0) Array.Fill(allowed, true);
        LogSoftmaxKernel.Forward(x.Span, Array.TrueForAll(allowed, a => a) ? [] : allowed, y.Span);
        LogSoftmaxKernel.Backward(y.Span, dy.Span, dx.Span);
        var largest = Enumerable.Range(0, n).Where(i => allowed[i]).Max(i => x[i]);
        var shift = largest + Math.Log(RowSweepTests.Total(n, i => allowed[i] ? Math.Exp(x[i] - largest) : 0));
        var sum = RowSweepTests.Total(n, i => allowed[i] ? dy[i] : 0);
        var size = RowSweepTests.Total(n, i => allowed[i] ? Math.Abs(dy[i]) : 0);
        y.Expect(i => allowed[i] ? new Expected(x[i] - shift, Math.Abs(x[i]) + 1) : double.NegativeInfinity, Tolerance);
        dx.Expect(i => allowed[i] ? new Expected(dx[i] + dy[i] - Math.Exp(x[i] - shift) * sum, Math.Abs(dx[i]) + Math.Abs(dy[i]) + Math.Exp(x[i] - shift) * (size + 100)) : dx[i], Tolerance);
    });

    [Fact]
    public void SampledRow() => Sweep.Run(Sweep.Lengths, (blocks, n) =>
    {
        SweepBlock x = Logits(blocks, n, 0), target = blocks.Take(1, value => value * 10), result = blocks.Take(2);
        var own = target[0];
        var (probability, loss) = SampledSoftmaxRow.Run(x.Span, (float)own);
        result.Span[0] = probability;
        result.Span[1] = loss;
        var largest = n == 0 ? own : Math.Max(own, Enumerable.Range(0, n).Max(i => x[i]));
        var odds = RowSweepTests.Total(n, i => Math.Exp(x[i] - largest)) + Math.Exp(own - largest);
        x.Expect(i => Math.Exp(x[i] - largest) / odds, 6e-6, Flushed);
        result.Expect(i => i == 0 ? Math.Exp(own - largest) / odds : new Expected(Math.Log(odds) - (own - largest), 1), 6e-6, Flushed);
    });

    // Spread over ±60, some of them −∞; at most 0 after a shift.
    private static SweepBlock Logits(SweepBlocks blocks, int n, float shift) => blocks.Take(n, value =>
        blocks.Next(8) == 0 ? float.NegativeInfinity : shift < 0 ? Math.Min(0, value * 20 + shift) : value * 20);
}

namespace MarlRec.Kernels.Sweeps;

/// <summary>Losses of predictions and targets at every length, with and without weights.</summary>
[Trait("simd", "yes")]
public unsafe class PairLossSweepTests
{
    [Fact]
    public void Squared() => Check(default(SquaredLoss), (x, t) => (x - t) * (x - t), (x, t) => 2 * (x - t));

    [Fact]
    public void Huber() => Check(
        new HuberLoss(0.75f),
        (x, t) => Math.Abs(x - t) <= 0.75 ? (x - t) * (x - t) / 2 : 0.75 * (Math.Abs(x - t) - 0.375),
        (x, t) => Math.Clamp(x - t, -0.75, 0.75));

    [Fact]
    public void BinaryCrossEntropy() => Check(
        default(BinaryCrossEntropyLoss),
        (x, t) => Math.Max(x, 0) - x * t + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        (x, t) => 1 / (1 + Math.Exp(-x)) - t);

    private static void Check<TLoss>(TLoss kernel, Func<double, double, double> loss, Func<double, double, double> slope)
        where TLoss : struct, IPairLoss => Sweep.Run([.. Sweep.Lengths, 1023, 1025, 2100], (blocks, n) =>
    {
        SweepBlock x = blocks.Take(n, value => value * 4), t = blocks.Take(n, value => Math.Abs(MathF.Tanh(value))), gradient = blocks.Take(n), sum = blocks.Take(2);
        var weights = blocks.Take(n, value => value < 0 ? 0 : value);
        // What has no weight may be anything.
        for (var i = 0; i < n; i++) if (weights[i] == 0 && blocks.Next(2) == 0) x.Span[i] = float.NaN;
        x.Remember();
        sum.Span[0] = (float)PairLoss.Sum(n, x.Pointer, t.Pointer, weights.Pointer, 0.5f, gradient.Pointer, kernel);
        for (var i = 0; i < n; i++) if (float.IsNaN(x.Span[i])) x.Span[i] = 1;
        sum.Span[1] = (float)PairLoss.Sum(n, x.Pointer, t.Pointer, null, 0.5f, null, kernel);
        double Loss(int i) => loss(double.IsNaN(x[i]) ? 1 : x[i], t[i]);
        x.Expect(i => double.IsNaN(x[i]) ? 1 : x[i], 0);
        gradient.Expect(i => weights[i] == 0 ? 0 : new Expected(0.5 * weights[i] * slope(x[i], t[i]), weights[i] * (1 + Math.Abs(x[i]))), 1e-6);
        sum.Expect(which => which == 0 ? Weighted(n, i => weights[i], Loss) : Weighted(n, _ => 1, Loss), 3e-6);
    });

    private static Expected Weighted(int n, Func<int, double> weight, Func<int, double> loss)
    {
        var total = RowSweepTests.Total(n, i => weight(i) == 0 ? 0 : weight(i) * loss(i));
        return new(total, n);
    }
}

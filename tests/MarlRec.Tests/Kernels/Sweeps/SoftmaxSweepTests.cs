namespace MarlRec.Kernels.Sweeps;

/// <summary>Softmaxes of one row at every length. A logit of −∞ is an entry that does not count.</summary>
[Trait("simd", "yes")]
public unsafe class SoftmaxSweepTests
{
    private const double Tolerance = 3e-6;
    private const double Flushed = 1.2e-38;

    [Fact]
    public void LogSumExp() => Sweep.Run(Sweep.Lengths.Skip(1), (blocks, n) =>
    {
        SweepBlock x = Logits(blocks, n), result = blocks.Take(1);
        var (largest, rest) = SoftmaxRow.LogSumExp(n, x.Pointer);
        result.Span[0] = largest + rest;
        result.Expect(_ => new(LogSum(n, x, null), Math.Abs(Enumerable.Range(0, n).Max(i => x[i]))), Tolerance);
    });

    [Fact]
    public void LogSoftmax() => Sweep.Run(Sweep.Lengths.Skip(1), (blocks, n) =>
    {
        SweepBlock x = blocks.Take(n, value => value * 30), y = blocks.Take(n), dy = blocks.Take(n), dx = blocks.Take(n);
        var allowed = Allowed(blocks, n);
        fixed (bool* mask = allowed) SoftmaxRow.Mask(n, x.Pointer, mask, y.Pointer);
        SoftmaxRow.Log(n, y.Pointer, y.Pointer);
        SoftmaxRow.LogBackward(n, y.Pointer, dy.Pointer, dx.Pointer);
        var shift = LogSum(n, x, allowed);
        bool Open(int i) => allowed is null || allowed[i];
        var sum = RowSweepTests.Total(n, i => Open(i) ? dy[i] : 0);
        var size = RowSweepTests.Total(n, i => Open(i) ? Math.Abs(dy[i]) : 0);
        y.Expect(i => Open(i) ? new Expected(x[i] - shift, Math.Abs(x[i]) + 1) : double.NegativeInfinity, Tolerance);
        dx.Expect(i => Open(i) ? new Expected(dx[i] + dy[i] - Math.Exp(x[i] - shift) * sum, Math.Abs(dx[i]) + Math.Abs(dy[i]) + Math.Exp(x[i] - shift) * (size + 100)) : dx[i], Tolerance);
    });

    [Fact]
    public void Softmax() => Sweep.Run(Sweep.Lengths.Skip(1), (blocks, n) =>
    {
        SweepBlock x = blocks.Take(n, value => value * 20), y = blocks.Take(n), dy = blocks.Take(n), dx = blocks.Take(n);
        var allowed = Allowed(blocks, n);
        fixed (bool* mask = allowed) SoftmaxRow.Mask(n, x.Pointer, mask, y.Pointer);
        SoftmaxRow.Probabilities(n, y.Pointer, 0.75f, y.Pointer);
        SoftmaxRow.Backward(n, y.Pointer, dy.Pointer, dx.Pointer);
        var shift = LogSum(n, x, allowed);
        double Share(int i) => allowed is null || allowed[i] ? 0.75 * Math.Exp(x[i] - shift) : 0;
        double sum = RowSweepTests.Total(n, i => Share(i) * dy[i]), size = RowSweepTests.Total(n, i => Share(i) * Math.Abs(dy[i]));
        y.Expect(i => new(Share(i), Share(i) * 10), Tolerance, Flushed);
        dx.Expect(i => new(dx[i] + Share(i) * (dy[i] - sum), Math.Abs(dx[i]) + Share(i) * 10 * (Math.Abs(dy[i]) + size)), Tolerance, 1e-37);
    });

    // Lanes run across rows here, so rows are whole registers; the classes are of any number.
    [Fact]
    public void Slices() => Sweep.Run(Sweep.FewLengths.Skip(1), (blocks, classes) =>
    {
        const int rows = 48, stride = 51;
        SweepBlock x = blocks.Take((classes - 1) * stride + rows, value => value * 20), largest = blocks.Take(2 * rows), sums = blocks.Take(2 * rows);
        SweepBlock targets = blocks.Take(rows), weights = blocks.Take(rows, MathF.Abs), losses = blocks.Take(rows);
        SoftmaxSlice.Exponentials(classes, rows, x.Pointer, stride, largest.Pointer, sums.Pointer);
        double[] peaks = new double[rows], totals = new double[rows], logs = new double[rows];
        for (var r = 0; r < rows; r++)
        {
            peaks[r] = Enumerable.Range(0, classes).Max(c => x[c * stride + r]);
            totals[r] = RowSweepTests.Total(classes, c => Math.Exp(x[c * stride + r] - peaks[r]));
            // A second slice: one class, of logit 3.
            var peak = Math.Max(3, peaks[r]);
            logs[r] = peak + Math.Log(totals[r] * Math.Exp(peaks[r] - peak) + Math.Exp(3 - peak));
        }

        for (var r = 0; r < rows; r++)
        {
            Assert.Equal(peaks[r], largest.Span[r]);
            Assert.Equal(totals[r], sums.Span[r], Tolerance * totals[r]);
            (largest.Span[rows + r], sums.Span[rows + r]) = (3, 1);
        }

        SoftmaxSlice.Combine(2, rows, largest.Pointer, sums.Pointer, targets.Pointer, weights.Pointer, losses.Pointer);
        SoftmaxSlice.Scale(classes, rows, x.Pointer, stride, sums.Pointer);
        x.Expect(i => i % stride < rows ? weights[i % stride] * Math.Exp(x[i] - logs[i % stride]) : x[i], 2e-5, 1e-37);
        largest.Expect(i => i < rows ? peaks[i] : 3, 0);
        sums.Expect(i => weights[i % rows] * Math.Exp((i < rows ? peaks[i] : 3) - logs[i % rows]), 2e-5, 1e-37);
        losses.Expect(r => new(logs[r] - targets[r], 60), Tolerance);
    });

    [Fact]
    public void SampledRow() => Sweep.Run(Sweep.Lengths, (blocks, n) =>
    {
        SweepBlock x = Logits(blocks, n), target = blocks.Take(1, value => value * 10), result = blocks.Take(2);
        var own = target[0];
        var (probability, loss, isLargest) = SampledSoftmaxRow.Run(x.Span, (float)own);
        result.Span[0] = probability;
        result.Span[1] = loss;
        var largest = n == 0 ? own : Math.Max(own, Enumerable.Range(0, n).Max(i => x[i]));
        Assert.Equal(own >= largest, isLargest);
        var odds = RowSweepTests.Total(n, i => Math.Exp(x[i] - largest)) + Math.Exp(own - largest);
        x.Expect(i => Math.Exp(x[i] - largest) / odds, 6e-6, Flushed);
        result.Expect(i => i == 0 ? Math.Exp(own - largest) / odds : new Expected(Math.Log(odds) - (own - largest), 1), 6e-6, Flushed);
    });

    // Spread over ±60, some of them −∞.
    private static SweepBlock Logits(SweepBlocks blocks, int n) => blocks.Take(n, value => blocks.Next(8) == 0 ? float.NegativeInfinity : value * 20);

    // Null, for all, or flags of which at least one is true.
    private static bool[]? Allowed(SweepBlocks blocks, int n)
    {
        if (blocks.Next(4) == 0) return null;
        var allowed = new bool[n];
        for (var i = 0; i < n; i++) allowed[i] = blocks.Next(4) > 0;
        allowed[blocks.Next(n)] = true;
        return allowed;
    }

    private static double LogSum(int n, SweepBlock x, bool[]? allowed)
    {
        var open = Enumerable.Range(0, n).Where(i => allowed is null || allowed[i]).ToArray();
        var largest = open.Max(i => x[i]);
        return double.IsNegativeInfinity(largest) ? largest : largest + Math.Log(open.Sum(i => Math.Exp(x[i] - largest)));
    }
}

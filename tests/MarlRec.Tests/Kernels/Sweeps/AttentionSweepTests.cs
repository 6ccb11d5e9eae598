using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels.Sweeps;

/// <summary>Layer norm, dropout and the rows of attention at every length.</summary>
[Trait("simd", "yes")]
public unsafe class AttentionSweepTests
{
    private const double Flushed = 1e-37;

    [Fact]
    public void LayerNormForward() => Sweep.Run(Sweep.FewLengths.Where(d => d > 0), (blocks, d, fill) =>
    {
        var rows = 1 + blocks.Next(3);
        var keep = blocks.Next(2) == 0;
        SweepBlock x = blocks.Take(rows * d, v => float.IsNormal(v) && MathF.Abs(v) < 1e6f ? v + 3 : v == 1e18f || v == -1e18f ? 0 : v, fill);
        SweepBlock gain = blocks.Take(d), bias = blocks.Take(d), means = blocks.Take(rows), scales = blocks.Take(rows), y = blocks.Take(rows * d);
        LayerNormKernel.Forward(rows, d, x.Pointer, gain.Pointer, bias.Pointer, 1e-5f, keep ? means.Pointer : null, keep ? scales.Pointer : null, y.Pointer);
        var row = Enumerable.Range(0, rows).Select(r => Statistics(x, r, d)).ToArray();
        y.Expect(
            i =>
            {
                var (mean, scale, size) = row[i / d];
                return new((x[i] - mean) * scale * gain[i % d] + bias[i % d], size * scale * Math.Abs(gain[i % d]) + Math.Abs(bias[i % d]));
            },
            4e-6);
        if (!keep) return;
        means.Expect(r => new(row[r].Mean, row[r].Size), 2e-6);
        scales.Expect(r => row[r].Scale, 1e-5);
    });

    [Fact]
    public void LayerNormBackward() => Sweep.Run(Sweep.FewLengths.Where(d => d > 0), (blocks, d) =>
    {
        int rows = 1 + blocks.Next(3), wanted = 1 + blocks.Next(7);
        var add = blocks.Next(2) == 0;
        SweepBlock x = blocks.Take(rows * d), gain = blocks.Take(d), means = blocks.Take(rows), scales = blocks.Take(rows, v => 0.5f + MathF.Abs(v)), dy = blocks.Take(rows * d);
        SweepBlock dx = blocks.Take(rows * d), dGain = blocks.Take(d), dBias = blocks.Take(d);
        LayerNormKernel.Backward(
            rows, d, x.Pointer, gain.Pointer, means.Pointer, scales.Pointer, dy.Pointer, (wanted & 1) != 0 ? dx.Pointer : null, add,
            (wanted & 2) != 0 ? dGain.Pointer : null, (wanted & 4) != 0 ? dBias.Pointer : null);
        double Normal(int i) => (x[i] - means[i / d]) * scales[i / d];
        double G(int i) => dy[i] * gain[i % d];
        (double G, double Product, double Size)[] row = [.. Enumerable.Range(0, rows).Select(r => (
            RowSweepTests.Total(d, j => G(r * d + j)) / d, RowSweepTests.Total(d, j => G(r * d + j) * Normal(r * d + j)) / d,
            RowSweepTests.Total(d, j => Math.Abs(G(r * d + j)) * (1 + Math.Abs(Normal(r * d + j)))) / d))];
        if ((wanted & 1) != 0)
        {
            dx.Expect(
                i =>
                {
                    var (g, product, size) = row[i / d];
                    var scale = scales[i / d];
                    return new(
                        (add ? dx[i] : 0) + (G(i) - g - Normal(i) * product) * scale,
                        (add ? Math.Abs(dx[i]) : 0) + (Math.Abs(G(i)) + size * (1 + Math.Abs(Normal(i)))) * scale);
                },
                4e-6);
        }

        if ((wanted & 2) != 0) dGain.Expect(j => new(dGain[j] + RowSweepTests.Total(rows, r => dy[r * d + j] * Normal(r * d + j)), 20), 1e-6);
        if ((wanted & 4) != 0) dBias.Expect(j => new(dBias[j] + RowSweepTests.Total(rows, r => dy[r * d + j]), 10), 1e-6);
    });

    // What is kept depends on the place alone, not on the register's width, nor on where the kernel began.
    [Fact]
    public void Dropout() => Sweep.Run(Sweep.Lengths, (blocks, n, fill) =>
    {
        var rule = new DropoutRule(0.3f, 99);
        int first = blocks.Next(1000), mode = blocks.Next(3);
        SweepBlock x = blocks.Take(n, fill), target = blocks.Take(n), start = blocks.Take(n);
        DropoutKernel.Run(n, first, x.Pointer, mode == 0 ? null : mode == 1 ? target.Pointer : start.Pointer, target.Pointer, rule);
        var factor = stackalloc float[4];
        var factors = new double[n];
        for (var i = 0; i < n; i++)
        {
            rule.Factors<Lanes128>(first + i).Store(factor);
            factors[i] = factor[0];
            Assert.True(factors[i] == 0 || Math.Abs(factors[i] - 1 / 0.7) < 1e-6);
        }

        target.Expect(
            i =>
            {
                var before = mode == 0 ? 0 : mode == 1 ? target[i] : start[i];
                return new(before + x[i] * factors[i], Math.Abs(before));
            },
            2e-7);
    });

    private const float Scale = 0.3f;

    [Fact]
    public void Scores() => Sweep.Run(Sweep.Lengths, (blocks, n) =>
    {
        // Rows have room for whole registers.
        int end = (n + 15) / 16 * 16, rows = 1 + blocks.Next(3), most = Math.Max(0, n - blocks.Next(3) * 7), firstRow = blocks.Next(100);
        var visibility = blocks.Next(2) == 0 ? new Visibility(most, false, most) : new Visibility(Math.Max(0, most - 1), true, most);
        var rule = new DropoutRule(blocks.Next(2) * 0.4f, 5);
        var factors = Enumerable.Range(0, rows).Select(r => Factors(rule.IsActive ? rule.OfRow(firstRow + r) : rule, end)).ToArray();
        SweepBlock scores = blocks.Take(rows * end, v => v * 10), inverses = blocks.Take(rows), logSums = blocks.Take(rows);
        AttentionRows.Forward(rows, scores.Pointer, end, Scale, visibility, end, rule, firstRow, inverses.Pointer, logSums.Pointer);
        int[] visible = [.. Enumerable.Range(0, rows).Select(visibility.Of)];
        double[] largest = [.. visible.Select((count, r) => count == 0 ? 0 : Enumerable.Range(0, count).Max(i => scores[r * end + i]))];
        double[] totals = [.. visible.Select((count, r) => RowSweepTests.Total(count, i => Math.Exp(Scale * (scores[r * end + i] - largest[r]))))];
        scores.Expect(i => i % end < visible[i / end] ? Math.Exp(Scale * (scores[i] - largest[i / end])) * factors[i / end][i % end] : 0, 4e-6, Flushed);
        inverses.Expect(r => visible[r] == 0 ? 0 : 1 / totals[r], 2e-6);
        logSums.Expect(r => visible[r] == 0 ? double.NegativeInfinity : new Expected(Scale * largest[r] + Math.Log(totals[r]), 1), 2e-6);

        const int width = 5;
        SweepBlock again = blocks.Take(rows * end, v => v * 3), d = blocks.Take(rows * end), logs = blocks.Take(rows, v => 12 + v);
        SweepBlock output = blocks.Take(rows * width), dOutput = blocks.Take(rows * width);
        AttentionRows.Backward(
            rows, again.Pointer, d.Pointer, end, Scale, visibility, end, rule, firstRow, logs.Pointer, width, output.Pointer, dOutput.Pointer, width);
        double P(int i) => Math.Exp(Scale * again[i] - logs[i / end]);
        (double Value, double Size)[] inner = [.. Enumerable.Range(0, rows).Select(r => (
            RowSweepTests.Total(width, j => output[r * width + j] * dOutput[r * width + j]),
            RowSweepTests.Total(width, j => Math.Abs(output[r * width + j] * dOutput[r * width + j]))))];
        again.Expect(i => i % end < visible[i / end] ? P(i) * factors[i / end][i % end] : 0, 4e-6, Flushed);
        d.Expect(
            i =>
            {
                var factor = factors[i / end][i % end];
                return i % end < visible[i / end] ? new Expected(Scale * P(i) * (d[i] * factor - inner[i / end].Value), Scale * P(i) * (Math.Abs(d[i]) * factor + inner[i / end].Size)) : 0;
            },
            4e-6, Flushed);
    });

    private static double[] Factors(DropoutRule rule, int count)
    {
        var factors = new double[count];
        var lanes = stackalloc float[4];
        for (var i = 0; i < count; i++)
        {
            if (rule.IsActive) rule.Factors<Lanes128>(i).Store(lanes);
            factors[i] = rule.IsActive ? lanes[0] : 1;
        }

        return factors;
    }

    private static (double Mean, double Scale, double Size) Statistics(SweepBlock x, int row, int d)
    {
        var mean = RowSweepTests.Total(d, j => x[row * d + j]) / d;
        var variance = RowSweepTests.Total(d, j => (x[row * d + j] - mean) * (x[row * d + j] - mean)) / d;
        return (mean, 1 / Math.Sqrt(variance + 1e-5f), RowSweepTests.Total(d, j => Math.Abs(x[row * d + j])) / d + Math.Abs(mean));
    }
}

using System.Runtime.CompilerServices;
using MarlRec.Execution;

namespace MarlRec.Networks.Oracles;

/// <summary>Layer norm, dropout, attention.</summary>
internal static class AttentionOracles
{
    internal static IEnumerable<OperationSpec> All =>
    [
        new("LayerNorm", "", draw =>
        {
            int n = draw.Size(7), m = draw.Size(211), d = draw.Size(67);
            return new(
                [draw.Normal(n, m, d), draw.Normal(d), draw.Normal(d)],
                (t, x) => t.LayerNorm(x[0], x[1], x[2], 0.01f),
                x => LayerNorm(x[0], x[1], x[2], 0.01f)) { Tolerance = 1e-5, GradientTolerance = 1e-4 };
        }),
        new("NormalizeRows", "", draw =>
        {
            int n = draw.Size(7), m = draw.Size(211), d = draw.Size(67);
            return new([draw.Away([0], n, m, d)], (t, x) => t.NormalizeRows(x[0]), x => x[0].Map(i =>
            {
                var squares = 0.0;
                for (var k = 0; k < d; k++) squares += x[0][i / d, k] * x[0][i / d, k];
                return x[0][i] / Math.Sqrt(squares);
            })) { Tolerance = 1e-5, GradientTolerance = 1e-4 };
        }),
        new("Dropout", "", draw =>
        {
            int n = draw.Size(70), d = draw.Size(700);
            var seed = (ulong)draw.Random.Next(1000);
            return new([draw.Normal(n, d)], (t, x) => t.Dropout(x[0], 0.4f, new RandomStream(seed)), x => Dropped(x[0], 0.4f, seed));
        }),
        new("AddDropout", "", draw =>
        {
            int n = draw.Size(70), d = draw.Size(700);
            var seed = (ulong)draw.Random.Next(1000);
            return new(
                [draw.Normal(n, d), draw.Normal(n, d)],
                (t, x) => t.AddDropout(x[0], x[1], 0.3f, new RandomStream(seed)),
                x => x[0].Moved(1, Dropped(x[1], 0.3f, seed)));
        }),
        new("Attention", "", draw =>
        {
            int batch = draw.Size(2), queries = draw.Size(101), keys = draw.Size(270), heads = draw.IsLarge ? 2 : 1 + draw.Random.Next(3), d = draw.Size(13);
            return new(
                [draw.Normal(batch, queries, heads * d), draw.Normal(batch, keys, heads * d), draw.Normal(batch, keys, heads * d)],
                (t, x) => t.Attention(x[0], x[1], x[2], heads),
                x => Attention(x[0], x[1], x[2], heads, null, false)) { Tolerance = 1e-5, GradientTolerance = 1e-4 };
        }),
        new("Attention", "lengths", draw =>
        {
            int batch = draw.Size(3), queries = draw.Size(60), keys = draw.Size(70), heads = draw.IsLarge ? 3 : 1 + draw.Random.Next(3), d = draw.Size(33);
            var lengths = draw.Lengths(batch, keys);
            return new(
                [draw.Normal(batch, queries, heads * d), draw.Normal(batch, keys, heads * d), draw.Normal(batch, keys, heads * d)],
                (t, x) => t.Attention(x[0], x[1], x[2], heads, lengths),
                x => Attention(x[0], x[1], x[2], heads, lengths, false)) { Tolerance = 1e-5, GradientTolerance = 1e-4 };
        }),
        new("SelfAttention", "causal, lengths", draw =>
        {
            int batch = draw.Size(2), time = draw.Size(150), heads = draw.IsLarge ? 2 : 1 + draw.Random.Next(3), d = draw.Size(9);
            var lengths = draw.Lengths(batch, time);
            return new(
                [draw.Normal(batch, time, 3 * heads * d)],
                (t, x) => t.SelfAttention(x[0], heads, lengths, causal: true),
                x => SelfAttention(x[0], heads, lengths, true)) { Tolerance = 1e-5, GradientTolerance = 1e-4 };
        }),
        new("SelfAttention", "causal, dropout", draw =>
        {
            int batch = draw.Size(5), time = draw.Size(41), heads = draw.IsLarge ? 2 : 1 + draw.Random.Next(3), d = draw.Size(9);
            var seed = (ulong)draw.Random.Next(1000);
            return new(
                [draw.Normal(batch, time, 3 * heads * d)],
                (t, x) => t.SelfAttention(x[0], heads, [], true, 0.25f, new RandomStream(seed)),
                x => SelfAttention(x[0], heads, null, true, 0.25f, seed)) { Tolerance = 1e-5, GradientTolerance = 1e-4 };
        }),
        new("CrossAttention", "", draw =>
        {
            int batch = draw.Size(4), queries = draw.Size(31), keys = draw.Size(37), heads = draw.IsLarge ? 2 : 1 + draw.Random.Next(3), d = draw.Size(16);
            var lengths = draw.Lengths(batch, keys);
            var seed = (ulong)draw.Random.Next(1000);
            return new(
                [draw.Normal(batch, queries, heads * d), draw.Normal(batch, keys, 2 * heads * d)],
                (t, x) => t.CrossAttention(x[0], x[1], heads, lengths, false, 0.5f, new RandomStream(seed)),
                x => Attention(x[0], Part(x[1], 0, 2), Part(x[1], 1, 2), heads, lengths, false, 0.5f, seed)) { Tolerance = 1e-5, GradientTolerance = 1e-4 };
        }),
        new("AddSteps", "", draw =>
        {
            int batch = draw.Size(40), time = draw.Size(31), d = draw.Size(30), first = draw.Random.Next(3);
            return new(
                [draw.Normal(batch, time, d), draw.Normal(first + time + draw.Random.Next(3), d)],
                (t, x) => t.AddSteps(x[0], x[1], first),
                x => x[0].Map(i => x[0][i] + x[1][first * d + i % (time * d)])) { GradientTolerance = 5e-5 };
        }),
        new("MeanSteps", "", draw =>
        {
            int batch = draw.Size(40), time = draw.Size(31), d = draw.Size(30);
            var lengths = draw.Lengths(batch, time);
            return new([draw.Normal(batch, time, d)], (t, x) => t.MeanSteps(x[0], lengths), x => new Plain(batch, d).Map(i =>
            {
                var sum = 0.0;
                for (var step = 0; step < lengths[i / d]; step++) sum += x[0][i / d * time + step, i % d] / lengths[i / d];
                return sum;
            })) { Tolerance = 1e-5 };
        }),
        new("MaxSteps", "", draw =>
        {
            int batch = draw.Size(40), time = draw.Size(31), d = draw.Size(30);
            var lengths = draw.Lengths(batch, time);
            return new([draw.Normal(batch, time, d)], (t, x) => t.MaxSteps(x[0], lengths), x => new Plain(batch, d).Map(i =>
                lengths[i / d] == 0 ? 0 : Enumerable.Range(0, lengths[i / d]).Max(step => x[0][i / d * time + step, i % d])));
        }),
    ];

    internal static Plain LayerNorm(Plain x, Plain gain, Plain bias, double epsilon)
    {
        var width = gain.Length;
        var y = x.Map(_ => 0);
        for (var start = 0; start < x.Length; start += width)
        {
            double mean = 0, variance = 0;
            for (var i = 0; i < width; i++) mean += x[start + i] / width;
            for (var i = 0; i < width; i++) variance += (x[start + i] - mean) * (x[start + i] - mean) / width;
            for (var i = 0; i < width; i++) y[start + i] = (x[start + i] - mean) / Math.Sqrt(variance + epsilon) * gain[i] + bias[i];
        }

        return y;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Plain Attention(Plain q, Plain k, Plain v, int heads, int[]? lengths, bool causal, float rate = 0, ulong seed = 0)
    {
        int batch = q.Shape[0], queries = q.Shape[1], keys = k.Shape[1], width = q.Shape[2], d = width / heads;
        var key = new RandomStream(seed).NextUInt64();
        var y = q.Map(_ => 0);
        for (var b = 0; b < batch; b++)
        {
            for (var h = 0; h < heads; h++)
            {
                for (var i = 0; i < queries; i++)
                {
                    var visible = lengths is null ? keys : lengths[b];
                    if (causal) visible = Math.Min(visible, i + 1);
                    var p = new double[visible];
                    for (var j = 0; j < visible; j++)
                    {
                        for (var c = 0; c < d; c++) p[j] += q[b * queries + i, h * d + c] * k[b * keys + j, h * d + c];
                        p[j] /= Math.Sqrt(d);
                    }

                    double largest = visible == 0 ? 0 : p.Max(), sum = 0;
                    for (var j = 0; j < visible; j++) sum += p[j] = Math.Exp(p[j] - largest);
                    var row = Finalised(key + 0x9E3779B97F4A7C15UL * (ulong)(((long)b * heads + h) * queries + i + 1));
                    for (var j = 0; j < visible; j++)
                    {
                        var factor = p[j] / sum * (rate == 0 ? 1 : Factor(row, j, rate));
                        for (var c = 0; c < d; c++) y[b * queries + i, h * d + c] += factor * v[b * keys + j, h * d + c];
                    }
                }
            }
        }

        return y;
    }

    private static Plain SelfAttention(Plain x, int heads, int[]? lengths, bool causal, float rate = 0, ulong seed = 0) =>
        Attention(Part(x, 0, 3), Part(x, 1, 3), Part(x, 2, 3), heads, lengths, causal, rate, seed);

    private static Plain Part(Plain x, int part, int parts)
    {
        var width = x.Shape[2] / parts;
        return new Plain(x.Shape[0], x.Shape[1], width).Map(i => x[i / width, part * width + i % width]);
    }

    private static Plain Dropped(Plain x, float rate, ulong seed)
    {
        var key = new RandomStream(seed).NextUInt64();
        return x.Map(i => x[i] * Factor(key, i, rate));
    }

    private static double Factor(ulong key, int index, float rate)
    {
        var x = (uint)index ^ (uint)key;
        x = (x ^ (x >> 16)) * 0x7FEB352D ^ (uint)(key >> 32);
        x = (x ^ (x >> 15)) * 0x846CA68B;
        x ^= x >> 16;
        return (x >> 8) >= rate * (1 << 24) ? 1 / (1 - (double)rate) : 0;
    }

    private static ulong Finalised(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

namespace MarlRec.Networks.Oracles;

/// <summary>Log-softmax and what is computed from it. An entry of −∞ has probability 0 and counts nothing.</summary>
internal static class DistributionOracles
{
    internal static IEnumerable<OperationSpec> All =>
    [
        new("MaskedLogSoftmax", "", draw =>
        {
            int n = draw.Size(300), c = draw.Positive(130);
            return new([draw.Normal(n, c)], (t, x) => t.MaskedLogSoftmax(x[0]), x => LogSoftmax(x[0], null));
        }),
        new("MaskedLogSoftmax", "masked", draw =>
        {
            int n = draw.Size(300), c = draw.Positive(130);
            var mask = draw.Mask(n, c);
            return new([draw.Normal(n, c)], (t, x) => t.MaskedLogSoftmax(x[0], mask), x => LogSoftmax(x[0], mask));
        }),
        new("MaskedSoftmax", "", draw =>
        {
            int n = draw.Size(300), c = draw.Positive(130);
            return new([draw.Normal(n, c)], (t, x) => t.MaskedSoftmax(x[0]), x => Exp(LogSoftmax(x[0], null)));
        }),
        new("MaskedSoftmax", "masked", draw =>
        {
            int n = draw.Size(300), c = draw.Positive(130);
            var mask = draw.Mask(n, c);
            return new([draw.Normal(n, c)], (t, x) => t.MaskedSoftmax(x[0], mask), x => Exp(LogSoftmax(x[0], mask)));
        }),
        new("LogSumExp", "", draw =>
        {
            int n = draw.Size(300), c = draw.Positive(130);
            return new([draw.Normal(n, c)], (t, x) => t.LogSumExp(x[0]), x => LogSumExp(x[0], null));
        }),
        new("LogSumExp", "masked", draw =>
        {
            int n = draw.Size(300), c = draw.Positive(130);
            var mask = draw.Mask(n, c);
            return new([draw.Normal(n, c)], (t, x) => t.LogSumExp(x[0], mask), x => LogSumExp(x[0], mask));
        }),
        new("Entropy", "", draw => new([draw.Normal(draw.Size(300), draw.Size(130))], (t, x) => t.Entropy(x[0]), x => Entropy(x[0]))
        {
            Tolerance = 2e-5, GradientTolerance = 5e-5,
        }),
        new("Entropy", "of masked", draw =>
        {
            int n = draw.Size(300), c = draw.Positive(130);
            var mask = draw.Mask(n, c);
            return new([draw.Normal(n, c)], (t, x) => t.Entropy(t.MaskedLogSoftmax(x[0], mask)), x => Entropy(LogSoftmax(x[0], mask))) { Tolerance = 1e-5 };
        }),
        new("KullbackLeibler", "", draw =>
        {
            int n = draw.Size(300), c = draw.Positive(130);
            var mask = draw.Mask(n, c);
            var reference = draw.Constants(n * c);
            return new([draw.Normal(n, c)], (t, x) => t.KullbackLeibler(x[0], reference, mask), x => Divergence(x[0], reference, mask))
            {
                Tolerance = 2e-5, GradientTolerance = 5e-5,
            };
        }),
        new("KullbackLeibler", "of masked", draw =>
        {
            int n = draw.Size(300), c = draw.Positive(130);
            var mask = draw.Mask(n, c);
            var reference = draw.Constants(n * c);
            return new([draw.Normal(n, c)], (t, x) => t.KullbackLeibler(t.MaskedLogSoftmax(x[0], mask), reference), x => Divergence(LogSoftmax(x[0], mask), reference, mask))
            {
                Tolerance = 1e-5,
            };
        }),
    ];

    internal static Plain LogSoftmax(Plain x, bool[]? mask)
    {
        var c = x.Shape[1];
        var y = x.Map(_ => double.NegativeInfinity);
        for (var row = 0; row < x.Shape[0]; row++)
        {
            double largest = double.NegativeInfinity, sum = 0;
            for (var i = row * c; i < row * c + c; i++)
                if (mask is null || mask[i]) largest = Math.Max(largest, x[i]);
            for (var i = row * c; i < row * c + c; i++)
                if (mask is null || mask[i]) sum += Math.Exp(x[i] - largest);
            for (var i = row * c; i < row * c + c; i++)
                if (mask is null || mask[i]) y[i] = x[i] - largest - Math.Log(sum);
        }

        return y;
    }

    private static Plain Exp(Plain x) => x.Map(i => Math.Exp(x[i]));

    private static Plain LogSumExp(Plain x, bool[]? mask)
    {
        var c = x.Shape[1];
        return new Plain(x.Shape[0]).Map(row => Math.Log(Enumerable.Range(row * c, c).Where(i => mask is null || mask[i]).Sum(i => Math.Exp(x[i]))));
    }

    private static Plain Entropy(Plain logP)
    {
        var y = new Plain(logP.Shape[0]);
        for (var i = 0; i < logP.Length; i++)
            if (!double.IsNegativeInfinity(logP[i])) y[i / logP.Shape[1]] -= Math.Exp(logP[i]) * logP[i];
        return y;
    }

    private static Plain Divergence(Plain logP, float[] reference, bool[] mask)
    {
        var y = new Plain(logP.Shape[0]);
        for (var i = 0; i < logP.Length; i++)
            if (mask[i]) y[i / logP.Shape[1]] += Math.Exp(logP[i]) * (logP[i] - reference[i]);
        return y;
    }
}

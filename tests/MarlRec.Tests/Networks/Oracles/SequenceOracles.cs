namespace MarlRec.Networks.Oracles;

/// <summary>Recurrences over whole sequences.</summary>
internal static class SequenceOracles
{
    internal static IEnumerable<OperationSpec> All =>
    [
        new("LstmSequence", "", draw =>
        {
            int batch = draw.Size(53), time = Math.Min(draw.Positive(7), 7), d = draw.Size(37), h = Math.Min(draw.Size(35), 40);
            var lengths = draw.Lengths(batch, time);
            return new(
                [draw.Normal(batch, time, d), draw.Normal(4 * h, d), draw.Normal(4 * h, h), draw.Normal(4 * h)],
                (t, x) => t.LstmSequence(x[0], lengths, x[1], x[2], x[3]),
                x => Lstm(x[0], x[1], x[2], x[3], lengths)) { Tolerance = 2e-5, GradientTolerance = 2e-4 };
        }),
    ];

    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static Plain Lstm(Plain x, Plain inputWeight, Plain hiddenWeight, Plain bias, int[] lengths)
    {
        int batch = x.Shape[0], time = x.Shape[1], d = x.Shape[2], n = hiddenWeight.Shape[1];
        var y = new Plain(batch, time, n);
        for (var b = 0; b < batch; b++)
        {
            double[] h = new double[n], c = new double[n], z = new double[4 * n];
            for (var t = 0; t < lengths[b]; t++)
            {
                for (var j = 0; j < 4 * n; j++)
                {
                    z[j] = bias[j];
                    for (var k = 0; k < d; k++) z[j] += inputWeight[j, k] * x[b * time + t, k];
                    for (var k = 0; k < n; k++) z[j] += hiddenWeight[j, k] * h[k];
                }

                for (var j = 0; j < n; j++)
                {
                    c[j] = Sigmoid(z[n + j]) * c[j] + Sigmoid(z[j]) * Math.Tanh(z[2 * n + j]);
                    h[j] = Sigmoid(z[3 * n + j]) * Math.Tanh(c[j]);
                    y[b * time + t, j] = h[j];
                }
            }
        }

        return y;
    }
}

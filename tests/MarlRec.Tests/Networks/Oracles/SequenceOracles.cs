using MarlRec.Tensors;

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
        new("LstmLast", "", draw =>
        {
            int batch = draw.Size(53), time = Math.Min(draw.Positive(7), 7), d = draw.Size(37), h = Math.Min(draw.Size(35), 40);
            var lengths = draw.Lengths(batch, time);
            return new(
                [draw.Normal(batch, time, d), draw.Normal(4 * h, d), draw.Normal(4 * h, h), draw.Normal(4 * h)],
                (t, x) => t.LstmLast(x[0], lengths, x[1], x[2], x[3]),
                x => Last(Lstm(x[0], x[1], x[2], x[3], lengths), lengths)) { Tolerance = 2e-5, GradientTolerance = 2e-4 };
        }),
        new("GruSequence", "", draw => Gru(draw, started: false)),
        new("GruSequence", "started", draw => Gru(draw, started: true)),
    ];

    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static Plain Last(Plain x, int[] lengths)
    {
        int time = x.Shape[1], width = x.Shape[2];
        var y = new Plain(lengths.Length, width);
        for (var b = 0; b < lengths.Length; b++)
            for (var j = 0; lengths[b] > 0 && j < width; j++) y[b, j] = x[b * time + lengths[b] - 1, j];
        return y;
    }

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

    private static OperationCase Gru(Draw draw, bool started)
    {
        int batch = draw.Size(53), time = Math.Min(draw.Positive(7), 7), d = draw.Size(37), h = Math.Min(draw.Size(35), 40);
        var lengths = draw.Lengths(batch, time);
        FloatTensor[] inputs =
            [draw.Normal(batch, time, d), draw.Normal(3 * h, d), draw.Normal(3 * h, h), draw.Normal(3 * h), draw.Normal(3 * h), draw.Normal(batch, h)];
        return new(
            started ? inputs : inputs[..5],
            (t, x) => t.GruSequence(x[0], lengths, x[1], x[2], x[3], x[4], started ? x[5] : null),
            x => Gru(x[0], x[1], x[2], x[3], x[4], started ? x[5] : null, lengths)) { Tolerance = 2e-5, GradientTolerance = 2e-4 };
    }

    private static Plain Gru(Plain x, Plain inputWeight, Plain hiddenWeight, Plain inputBias, Plain hiddenBias, Plain? start, int[] lengths)
    {
        int batch = x.Shape[0], time = x.Shape[1], d = x.Shape[2], n = hiddenWeight.Shape[1];
        var y = new Plain(batch, time, n);
        for (var b = 0; b < batch; b++)
        {
            double[] h = new double[n], own = new double[3 * n], past = new double[3 * n];
            for (var j = 0; j < n && start is not null; j++) h[j] = start[b, j];
            for (var t = 0; t < lengths[b]; t++)
            {
                for (var j = 0; j < 3 * n; j++)
                {
                    own[j] = inputBias[j];
                    past[j] = hiddenBias[j];
                    for (var k = 0; k < d; k++) own[j] += inputWeight[j, k] * x[b * time + t, k];
                    for (var k = 0; k < n; k++) past[j] += hiddenWeight[j, k] * h[k];
                }

                for (var j = 0; j < n; j++)
                {
                    double reset = Sigmoid(own[j] + past[j]), update = Sigmoid(own[n + j] + past[n + j]);
                    var candidate = Math.Tanh(own[2 * n + j] + reset * past[2 * n + j]);
                    h[j] = (1 - update) * candidate + update * h[j];
                    y[b * time + t, j] = h[j];
                }
            }
        }

        return y;
    }
}

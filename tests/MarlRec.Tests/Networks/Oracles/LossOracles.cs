using MarlRec.Tensors;

namespace MarlRec.Networks.Oracles;

/// <summary>Sums and losses.</summary>
internal static class LossOracles
{
    internal static IEnumerable<OperationSpec> All =>
    [
        new("Sum", "", draw => new([draw.Normal(draw.Size(190), draw.Size(210))], (t, x) => t.Sum(x[0]), x => Plain.Scalar(x[0].Values.Sum())) { Tolerance = 1e-5 }),
        new("Mean", "", draw => new([draw.Normal(draw.Positive(190), draw.Positive(210))], (t, x) => t.Mean(x[0]), x => Plain.Scalar(x[0].Values.Average()))),
        new("WeightedSum", "", draw =>
        {
            var x = draw.Normal(draw.Size(190), draw.Size(210));
            var weights = draw.Constants(x.Length);
            return new([x], (t, v) => t.WeightedSum(v[0], weights), v => Plain.Scalar(v[0].Values.Select((e, i) => e * weights[i]).Sum())) { Tolerance = draw.IsLarge ? 1e-4 : 2e-5 };
        }),
        .. Mean("MeanSquaredError", 2, (t, x, targets, weights) => t.MeanSquaredError(x, targets, weights), (x, target) => (x - target) * (x - target)),
        .. Mean("Huber", 2, (t, x, targets, weights) => t.Huber(x, targets, 0.75f, weights), (x, target) =>
        {
            var gap = Math.Abs(x - target);
            return gap <= 0.75 ? gap * gap / 2 : 0.75 * (gap - 0.375);
        }),
        .. Mean("BinaryCrossEntropyWithLogits", 1, (t, x, targets, weights) => t.BinaryCrossEntropyWithLogits(x, targets, weights), (x, target) =>
            -target * LogSigmoid(x) - (1 - target) * LogSigmoid(-x)),
        new("CrossEntropy", "", draw => Full(draw, weighted: false)),
        new("CrossEntropy", "weighted", draw => Full(draw, weighted: true)),
        new("SoftmaxCrossEntropy", "", draw => FullOfTable(draw, weighted: false, bias: false)),
        new("SoftmaxCrossEntropy", "weighted, bias", draw => FullOfTable(draw, weighted: true, bias: true)),
        new("SoftmaxCrossEntropy", "counted", draw => FullOfTable(draw, weighted: true, bias: true, counted: true)),
        new("SampledSoftmax", "", draw => Sampled(draw, bias: true, corrections: true)),
        new("SampledSoftmax", "counted, of a computed table", draw => Sampled(draw, bias: true, corrections: true, counted: true)),
        new("SampledSoftmax", "plain", draw => Sampled(draw, bias: false, corrections: false)),
    ];

    private static double LogSigmoid(double x) => x < 0 ? x - Math.Log(1 + Math.Exp(x)) : -Math.Log(1 + Math.Exp(-x));

    private delegate Variable LossRun(Tape tape, Variable x, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights);

    private static OperationSpec[] Mean(string method, int range, LossRun run, Func<double, double, double> loss) =>
        [Mean(method, "", weighted: false, range, run, loss), Mean(method, "weighted", weighted: true, range, run, loss)];

    private static OperationSpec Mean(string method, string variant, bool weighted, int range, LossRun run, Func<double, double, double> loss) => new(method, variant, draw =>
    {
        FloatTensor x = draw.Normal(draw.Positive(190), draw.Positive(210)), targets = draw.Normal(x.Length);
        foreach (ref var target in targets.Span) target = range == 1 ? draw.Random.Next(5) / 4f : target;
        var weights = weighted ? Weights(draw, x.Length) : [];
        return new([x], (t, v) => run(t, v[0], targets.Span, weights), v => Plain.Scalar(WeightedMean(weights, x.Length, i => loss(v[0][i], targets.Span[i]))));
    });

    // Some of them 0, never the first.
    private static float[] Weights(Draw draw, int count)
    {
        var weights = new float[count];
        for (var i = 0; i < count; i++) weights[i] = i > 0 && draw.Random.Next(3) == 0 ? 0 : 0.5f + draw.Random.NextSingle();
        return weights;
    }

    private static double WeightedMean(float[] weights, int count, Func<int, double> loss)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < count; i++)
        {
            var weight = weights.Length == 0 ? 1 : weights[i];
            if (weight == 0) continue;
            sum += weight * loss(i);
            total += weight;
        }

        return sum / total;
    }

    private static OperationCase Full(Draw draw, bool weighted)
    {
        int n = draw.Positive(90), m = draw.Positive(4), c = draw.Positive(110);
        var weights = weighted ? Weights(draw, n * m) : [];
        var targets = Targets(draw, n * m, c, weights);
        return new([draw.Normal(n, m, c)], (t, x) => t.CrossEntropy(x[0], targets, weights), x =>
        {
            var logP = DistributionOracles.LogSoftmax(x[0].As(n * m, c), null);
            return Plain.Scalar(WeightedMean(weights, n * m, i => -logP[i, targets[i]]));
        });
    }

    private static OperationCase FullOfTable(Draw draw, bool weighted, bool bias, bool counted = false)
    {
        int rows = draw.Positive(340), width = draw.Size(21), classes = draw.Positive(290);
        var weights = weighted ? Weights(draw, rows) : [];
        var targets = Targets(draw, rows, classes, weights);
        FloatTensor[] inputs = [draw.Normal(rows, width), draw.Normal(classes, width), draw.Normal(classes)];
        return new(
            bias ? inputs : inputs[..2],
            (t, x) => counted
                ? t.CountedSoftmaxCrossEntropy(x[0], x[1], x[2], targets, weights, out _)
                : t.SoftmaxCrossEntropy(x[0], x[1], bias ? x[2] : null, targets, weights),
            x =>
            {
                var logP = DistributionOracles.LogSoftmax(ProductOracles.Linear(x[0], x[1], bias ? x[2] : null), null);
                return Plain.Scalar(WeightedMean(weights, rows, i => -logP[i, targets[i]]));
            }) { Tolerance = 2e-5 };
    }

    private static int[] Targets(Draw draw, int rows, int classes, float[] weights)
    {
        var targets = draw.Ids(rows, classes);
        for (var i = 0; i < weights.Length; i++) if (weights[i] == 0) targets[i] = -1; // ignored
        return targets;
    }

    private static OperationCase Sampled(Draw draw, bool bias, bool corrections, bool counted = false)
    {
        int rows = draw.Positive(130), width = draw.Size(33), classes = draw.Positive(60), sample = draw.Size(50);
        var weights = Weights(draw, rows);
        int[] targets = Targets(draw, rows, classes, weights), negatives = draw.Ids(sample, classes);
        var own = corrections ? draw.Constants(rows) : [];
        var others = corrections ? draw.Constants(sample) : [];
        FloatTensor[] inputs = [draw.Normal(rows, width), draw.Normal(classes, width), draw.Normal(classes)];
        return new(
            bias ? inputs : inputs[..2],
            (t, x) => counted
                ? t.CountedSampledSoftmax(x[0], x[1], x[2], targets, weights, negatives, own, others, out _)
                : t.SampledSoftmax(x[0], x.Parameter(1), bias ? x.Parameter(2) : null, targets, weights, negatives, own, others),
            x => Plain.Scalar(SampledLoss(x[0], x[1], bias ? x[2] : null, targets, weights, negatives, own, others))) { Tolerance = 2e-5, ParametersFrom = counted ? int.MaxValue : 1 };
    }

    private static double SampledLoss(
        Plain hidden, Plain table, Plain? bias, int[] targets, float[] weights, int[] negatives, float[] targetCorrections, float[] negativeCorrections)
    {
        double Logit(int row, int id)
        {
            var logit = bias is null ? 0 : bias[id];
            for (var k = 0; k < table.Shape[1]; k++) logit += hidden[row, k] * table[id, k];
            return logit;
        }

        double total = 0, sum = 0;
        for (var row = 0; row < targets.Length; row++)
        {
            if (weights[row] == 0) continue;
            var own = Logit(row, targets[row]) - (targetCorrections.Length > 0 ? targetCorrections[row] : 0);
            var odds = 1.0;
            for (var i = 0; i < negatives.Length; i++)
                if (negatives[i] != targets[row]) odds += Math.Exp(Logit(row, negatives[i]) - (negativeCorrections.Length > 0 ? negativeCorrections[i] : 0) - own);
            total += weights[row];
            sum += weights[row] * Math.Log(odds);
        }

        return sum / total;
    }
}

using System.Runtime.CompilerServices;

namespace MarlRec.Networks.Oracles;

/// <summary>Matrix products.</summary>
internal static class ProductOracles
{
    internal static IEnumerable<OperationSpec> All =>
    [
        new("Linear", "", draw =>
        {
            int n = draw.Size(2), m = draw.Size(51), inputs = draw.Size(67), outputs = draw.Size(149);
            return new(
                [draw.Normal(n, m, inputs), draw.Normal(outputs, inputs), draw.Normal(outputs)],
                (t, x) => t.Linear(x[0], x[1], x[2]),
                x => Linear(x[0].As(n * m, inputs), x[1], x[2]).As(n, m, outputs)) { Tolerance = draw.IsLarge ? 2e-5 : 1e-5, GradientTolerance = 5e-5 };
        }),
        new("Linear", "no bias", draw =>
        {
            int n = draw.Size(55), inputs = draw.Size(300), outputs = draw.Size(33);
            return new([draw.Normal(n, inputs), draw.Normal(outputs, inputs)], (t, x) => t.Linear(x[0], x[1]), x => Linear(x[0], x[1], null))
            {
                Tolerance = draw.IsLarge ? 2e-5 : 1e-5, GradientTolerance = 5e-5,
            };
        }),
        Activated(ActivationKind.Relu, x => Math.Max(x, 0)),
        Activated(ActivationKind.Tanh, Math.Tanh),
        Activated(ActivationKind.Sigmoid, SequenceOracles.Sigmoid),
        Activated(ActivationKind.Gelu, ElementwiseOracles.Gelu),
        new("BatchedMatVec", "", draw =>
        {
            int n = draw.Positive(60), d = draw.Positive(40), count = draw.Size(50);
            var candidates = draw.Constants(n * count * d);
            return new([draw.Normal(n, d)], (t, x) => t.BatchedMatVec(x[0], candidates), x => new Plain(n, count).Map(i =>
            {
                var sum = 0.0;
                for (var k = 0; k < d; k++) sum += x[0][i / count, k] * candidates[i * d + k];
                return sum;
            })) { Tolerance = 1e-5 };
        }),
        new("BatchedMatMul", "", draw => Batched(draw, draw.Size(61), draw.Size(7), draw.Size(9), draw.Size(37))),
        new("BatchedMatMul", "of columns", draw => Batched(draw, draw.Size(260), draw.Size(5), draw.Size(33), 1)),
    ];

    private static OperationSpec Activated(ActivationKind activation, Func<double, double> f) => new("Linear", activation.ToString(), draw =>
    {
        int n = draw.Size(300), inputs = draw.Size(5), outputs = draw.Size(122);
        return new([draw.Normal(n, inputs), draw.Normal(outputs, inputs), draw.Normal(outputs)], (t, x) => t.Linear(x[0], x[1], x[2], activation), x =>
        {
            var y = Linear(x[0], x[1], x[2]);
            return y.Map(i => f(y[i]));
        }) { Tolerance = 1e-5, GradientTolerance = 5e-5 };
    });

    private static OperationCase Batched(Draw draw, int n, int a, int b, int c) => new(
        [draw.Normal(n, a, b), draw.Normal(n, b, c)],
        (t, x) => t.BatchedMatMul(x[0], x[1]),
        x => new Plain(n, a, c).Map(i =>
        {
            int matrix = i / (a * c), row = i / c % a, column = i % c;
            var sum = 0.0;
            for (var k = 0; k < b; k++) sum += x[0][(matrix * a + row) * b + k] * x[1][(matrix * b + k) * c + column];
            return sum;
        })) { Tolerance = 1e-5 };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Plain Linear(Plain x, Plain weight, Plain? bias)
    {
        int rows = x.Shape[0], inputs = weight.Shape[1], outputs = weight.Shape[0];
        var y = new Plain(rows, outputs);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < outputs; j++)
            {
                var sum = bias is null ? 0 : bias[j];
                for (var k = 0; k < inputs; k++) sum += x[i, k] * weight[j, k];
                y[i, j] = sum;
            }
        }

        return y;
    }
}

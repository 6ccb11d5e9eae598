using MarlRec.Tensors;

namespace MarlRec.Networks.Oracles;

/// <summary>Functions of each element for itself.</summary>
internal static class ElementwiseOracles
{
    internal static IEnumerable<OperationSpec> All =>
    [
        Unary("Tanh", (t, x) => t.Tanh(x), Math.Tanh),
        Unary("Sigmoid", (t, x) => t.Sigmoid(x), x => 1 / (1 + Math.Exp(-x))),
        Unary("Exp", (t, x) => t.Exp(x), Math.Exp),
        Unary("Relu", (t, x) => t.Relu(x), x => Math.Max(x, 0), 0),
        Unary("Gelu", (t, x) => t.Gelu(x), Gelu),
        Unary("Elu", (t, x) => t.Elu(x), x => x > 0 ? x : Math.Exp(x) - 1, 0),
        Unary("Abs", (t, x) => t.Abs(x), Math.Abs, 0),
        Unary("Scale", (t, x) => t.Scale(x, -2.5f), x => -2.5 * x),
        Unary("Clip", (t, x) => t.Clip(x, -0.5f, 0.75f), x => Math.Clamp(x, -0.5, 0.75), -0.5, 0.75),
        Binary("Add", (t, x, y) => t.Add(x, y), (x, y) => x + y),
        Binary("Subtract", (t, x, y) => t.Subtract(x, y), (x, y) => x - y),
        Binary("Multiply", (t, x, y) => t.Multiply(x, y), (x, y) => x * y),
        Binary("Minimum", (t, x, y) => t.Minimum(x, y), Math.Min),
        Twice("Add", (t, x) => t.Add(x, x), x => x + x),
        Twice("Subtract", (t, x) => t.Subtract(x, x), x => 0),
        Twice("Multiply", (t, x) => t.Multiply(x, x), x => x * x),
        Twice("Minimum", (t, x) => t.Minimum(x, x), x => x),
        new("AddBias", "", draw =>
        {
            int n = draw.Size(70), d = draw.Size(530);
            return new([draw.Normal(n, d), draw.Normal(d)], (t, x) => t.AddBias(x[0], x[1]), x => x[0].Map(i => x[0][i] + x[1][i % d]));
        }),
    ];

    internal static double Gelu(double x) => x * (1 + MathNet.Numerics.SpecialFunctions.Erf(x / Math.Sqrt(2))) / 2;

    private static OperationSpec Unary(string method, Func<Tape, Variable, Variable> run, Func<double, double> f, params double[] kinks) => new(method, "", draw =>
        new([draw.Away(kinks, draw.Size(3), draw.Size(47), draw.Size(270))], (t, x) => run(t, x[0]), x => x[0].Map(i => f(x[0][i]))));

    // Both operands are one variable, whose gradient is the sum of both.
    private static OperationSpec Twice(string method, Func<Tape, Variable, Variable> run, Func<double, double> f) => new(method, "of one variable", draw =>
        new([draw.Normal(draw.Size(131), draw.Size(290))], (t, x) => run(t, x[0]), x => x[0].Map(i => f(x[0][i]))));

    // The second operand keeps off the first, for functions that have a kink where they are equal.
    private static OperationSpec Binary(string method, Func<Tape, Variable, Variable, Variable> run, Func<double, double, double> f) => new(method, "", draw =>
    {
        int n = draw.Size(131), d = draw.Size(290);
        FloatTensor x = draw.Normal(n, d), y = draw.Away([0], n, d);
        for (var i = 0; i < y.Length; i++) y.Span[i] += x.Span[i];
        return new([x, y], (t, v) => run(t, v[0], v[1]), v => v[0].Map(i => f(v[0][i], v[1][i])));
    });
}

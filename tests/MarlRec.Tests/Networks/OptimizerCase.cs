using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>An optimiser and its definition, one weight at a time in double precision, state by state.</summary>
internal sealed record OptimizerCase(
    Func<IReadOnlyList<ParameterGroup>, ComputeContext, Optimizer> Make, Func<double, double, double[], int, double> Definition)
{
    internal static IReadOnlyDictionary<string, OptimizerCase> All { get; } = new Dictionary<string, OptimizerCase>
    {
        ["adam"] = Adam(new AdamOptions { LearningRate = 0.01 }),
        ["adam.l2"] = Adam(new AdamOptions { LearningRate = 0.01, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-5, WeightDecay = 0.1 }),
        ["adamw"] = new((groups, context) => Networks.AdamW.ForGroups(groups, new AdamWOptions { LearningRate = 0.01, WeightDecay = 0.1 }, context),
            (w, g, s, t) => 0.999 * w - AdamStep(g, s, t, 0.01, 0.9, 0.999, 1e-8)),
        ["sgd"] = Sgd(new SgdOptions { LearningRate = 0.1 }),
        ["sgd.momentum"] = Sgd(new SgdOptions { LearningRate = 0.1, Momentum = 0.9, WeightDecay = 0.1 }),
        ["sgd.nesterov"] = Sgd(new SgdOptions { LearningRate = 0.1, Momentum = 0.9, Nesterov = true }),
        ["rmsprop"] = RmsProp(new RmsPropOptions { WeightDecay = 0.1 }),
        ["rmsprop.momentum"] = RmsProp(new RmsPropOptions { Smoothing = 0.9, Epsilon = 1e-5, Momentum = 0.9 }),
        ["rmsprop.centered"] = RmsProp(new RmsPropOptions { Smoothing = 0.9, Centered = true }),
        ["rmsprop.both"] = RmsProp(new RmsPropOptions { Momentum = 0.5, Centered = true }),
    };

    internal static TheoryData<string> Names => [.. All.Keys];

    internal Optimizer Of(params (string, Parameter)[] parameters) => Make([new ParameterGroup(parameters)], ComputeContext.Serial);

    private static OptimizerCase Adam(AdamOptions o) => new(
        (groups, context) => Networks.Adam.ForGroups(groups, o, context),
        (w, g, s, t) => w - AdamStep(g + o.WeightDecay * w, s, t, o.LearningRate, o.Beta1, o.Beta2, o.Epsilon));

    private static OptimizerCase Sgd(SgdOptions o) => new(
        (groups, context) => Networks.Sgd.ForGroups(groups, o, context),
        (w, g, s, _) =>
        {
            g += o.WeightDecay * w;
            s[0] = o.Momentum * s[0] + g;
            return w - o.LearningRate * (o.Nesterov ? g + o.Momentum * s[0] : s[0]);
        });

    private static OptimizerCase RmsProp(RmsPropOptions o) => new(
        (groups, context) => Networks.RmsProp.ForGroups(groups, o, context),
        (w, g, s, _) =>
        {
            g += o.WeightDecay * w;
            s[0] = o.Smoothing * s[0] + (1 - o.Smoothing) * g * g;
            s[2] = o.Smoothing * s[2] + (1 - o.Smoothing) * g;
            s[1] = o.Momentum * s[1] + g / (Math.Sqrt(s[0] - (o.Centered ? s[2] * s[2] : 0)) + o.Epsilon);
            return w - o.LearningRate * s[1];
        });

    private static double AdamStep(double g, double[] s, int t, double rate, double beta1, double beta2, double epsilon)
    {
        s[0] = beta1 * s[0] + (1 - beta1) * g;
        s[1] = beta2 * s[1] + (1 - beta2) * g * g;
        return rate * (s[0] / (1 - Math.Pow(beta1, t))) / (Math.Sqrt(s[1] / (1 - Math.Pow(beta2, t))) + epsilon);
    }
}

using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class OptimizerTests
{
    public static TheoryData<string> Cases => OptimizerCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void FollowsItsDefinitionAtEveryLength(string name)
    {
        var test = OptimizerCase.All[name];
        for (var length = 0; length <= 70; length++)
        {
            var random = new RandomStream(3).Fork("length", length);
            // The parameters before it move the start of this one within its tile.
            var parameters = new[] { length % 7, length, 3 }.Select((size, i) => ("p" + i, new Parameter(GradientCheck.Normal(random, size)))).ToArray();
            var w = parameters.Select(p => Array.ConvertAll(p.Item2.Value.Span.ToArray(), x => (double)x)).ToArray();
            var states = w.Select(values => values.Select(_ => new double[3]).ToArray()).ToArray();
            var optimizer = test.Of(parameters);
            for (var step = 1; step <= 5; step++)
            {
                FillGradients(parameters, random);
                optimizer.Step();
                for (var p = 0; p < parameters.Length; p++)
                    for (var i = 0; i < w[p].Length; i++)
                    {
                        w[p][i] = test.Definition(w[p][i], parameters[p].Item2.Gradient.Span[i], states[p][i], step);
                        Assert.Equal(w[p][i], parameters[p].Item2.Value.Span[i], 3e-6 * (1 + Math.Abs(w[p][i])) * (name == "rmsprop.centered" ? 300 : 1));
                    }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ContinuesExactlyFromAnExportedState(string name)
    {
        float[] Train(int saveAt)
        {
            var random = new RandomStream(4);
            (string, Parameter)[] Parameters(FloatTensor dense, FloatTensor sparse) => [("p", new Parameter(dense)), ("q", new Parameter(sparse, rowSparse: true))];
            var parameters = Parameters(GradientCheck.Normal(random, 37), GradientCheck.Normal(random, 5, 3));
            var optimizer = OptimizerCase.All[name].Of(parameters);
            for (var step = 0; step < 8; step++)
            {
                optimizer.ZeroGradients();
                FillGradients(parameters, new RandomStream(5).Fork("g", step));
                parameters[1].Item2.TouchRow(step % 4);
                optimizer.Step();
                if (step != saveAt) continue;
                var state = new Dictionary<string, FloatTensor>();
                optimizer.ExportState(state, "o.");
                parameters = Parameters(parameters[0].Item2.Value.Clone(), parameters[1].Item2.Value.Clone());
                optimizer = OptimizerCase.All[name].Of(parameters);
                optimizer.ImportState(state, "o.");
                Assert.Equal(saveAt + 1, optimizer.StepCount);
            }

            return Values(parameters);
        }

        Assert.Equal(Train(-1), Train(3));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BitsDoNotDependOnTheDegreeOfParallelism(string name)
    {
        float[] Train(ComputeContext context)
        {
            var random = new RandomStream(6);
            (string, Parameter)[] parameters =
                [("a", new Parameter(GradientCheck.Normal(random, 40_001))), ("b", new Parameter(GradientCheck.Normal(random, 900, 33), rowSparse: true)), ("c", new Parameter(GradientCheck.Normal(random, 5)))];
            var optimizer = OptimizerCase.All[name].Make([new ParameterGroup(parameters)], context);
            for (var step = 0; step < 4; step++)
            {
                optimizer.ZeroGradients();
                FillGradients(parameters, random);
                if (step == 2) parameters[1].Item2.TouchAllRows();
                else
                    for (var row = step; row < 900; row += 2) parameters[1].Item2.TouchRow(row);
                GradientClip.ByGlobalNorm(optimizer.Parameters, 1, context);
                GradientClip.ByValue(optimizer.Parameters, 0.01, context);
                optimizer.Step();
            }

            return Values(parameters);
        }

        using var two = new ComputeContext(2);
        using var three = new ComputeContext(3);
        var serial = Train(ComputeContext.Serial);
        Assert.All(serial, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(serial, Train(two));
        Assert.Equal(serial, Train(three));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SteadyStateAllocatesNothing(string name)
    {
        var random = new RandomStream(7);
        (string, Parameter)[] parameters = [("a", new Parameter(GradientCheck.Normal(random, 300))), ("b", new Parameter(GradientCheck.Normal(random, 50, 4), rowSparse: true))];
        var optimizer = OptimizerCase.All[name].Of(parameters);
        void Step(int step)
        {
            optimizer.ZeroGradients();
            parameters[1].Item2.TouchRow(step % 50);
            if (step % 10 == 9) parameters[1].Item2.TouchAllRows();
            GradientClip.ByGlobalNorm(optimizer.Parameters, 1);
            optimizer.Step();
        }

        for (var i = 0; i < 50; i++) Step(i);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++) Step(i);
        }));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FrozenParametersStayAsTheyAre(string name)
    {
        var random = new RandomStream(8);
        var parameters = new[] { false, true, false }.Select((sparse, i) => ("p" + i, new Parameter(GradientCheck.Normal(random, 3, 2), sparse))).ToArray();
        var optimizer = OptimizerCase.All[name].Of(parameters);
        FillGradients(parameters, random);
        parameters[1].Item2.TouchAllRows();
        foreach (var (_, parameter) in parameters[..2]) parameter.Freeze();
        var before = parameters.Select(p => p.Item2.Value.Clone()).ToArray();
        optimizer.Step();
        foreach (var i in new[] { 0, 1 }) Assert.Equal(before[i].Span, parameters[i].Item2.Value.Span);
        Assert.NotEqual(before[2].Span.ToArray(), parameters[2].Item2.Value.Span.ToArray());
        Assert.Equal(GradientClip.ByGlobalNorm([parameters[2]], 100), GradientClip.ByGlobalNorm(parameters, 100));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WhatThawsLateLearnsAsIfItWereFresh(string name)
    {
        (string, Parameter)[] Parameters() => [.. new[] { false, false, true }.Select((sparse, i) => ("p" + i, new Parameter(GradientCheck.Normal(new RandomStream(9), 3, 2), sparse)))];
        void Train(Optimizer optimizer, IReadOnlyList<(string Name, Parameter Parameter)> parameters, int steps, ulong seed)
        {
            var random = new RandomStream(seed);
            for (var step = 0; step < steps; step++)
            {
                FillGradients(parameters, random);
                foreach (var (_, parameter) in parameters) parameter.TouchAllRows();
                optimizer.Step();
            }
        }

        var parameters = Parameters();
        var late = OptimizerCase.All[name].Of(parameters);
        foreach (var (_, parameter) in parameters[1..]) parameter.Freeze();
        Train(late, parameters, 7, 1);
        foreach (var (_, parameter) in parameters) parameter.Unfreeze();
        Train(late, parameters, 2, 2);

        // Another optimiser goes on from here.
        var state = new Dictionary<string, FloatTensor>();
        late.ExportState(state, "");
        var other = OptimizerCase.All[name].Of(parameters);
        other.ImportState(state, "");
        Train(other, parameters, 3, 3);

        var fresh = Parameters();
        var reference = OptimizerCase.All[name].Of(fresh);
        Train(reference, fresh, 2, 2);
        Train(reference, fresh, 3, 3);
        Assert.Equal(Values(fresh[1..]), Values(parameters[1..]));
        Assert.NotEqual(Values(fresh[..1]), Values(parameters[..1]));

        state["p1.skipped"].Span[0] = 10;
        Assert.Contains("p1.skipped", Assert.Throws<ArgumentException>(() => other.ImportState(state, "")).Message);
        Assert.Equal(12, other.StepCount);
    }

    [Fact]
    public void GroupsHaveTheirOwnRateAndDecay()
    {
        var parameters = new[] { "a", "b", "c" }.Select(name => (name, new Parameter(FloatTensor.From([2], 1)))).ToArray();
        var optimizer = Sgd.ForGroups(
            [new ParameterGroup([parameters[0]]), new ParameterGroup([parameters[1]]) { LearningRateFactor = 0.5, WeightDecay = 0 }, new ParameterGroup([parameters[2]]) { LearningRateFactor = 0 }],
            new SgdOptions { LearningRate = 0.5, WeightDecay = 0.25 });
        foreach (var (_, parameter) in parameters) parameter.Gradient.Span[0] = 1;
        optimizer.Step();
        Assert.Equal([2 - 0.5f * 1.5f, 2 - 0.25f, 2], Values(parameters));
        Assert.Equal(["a", "b", "c"], optimizer.Parameters.Select(p => p.Name));

        (string, Parameter)[] layer = [("w", new Parameter(new FloatTensor(2, 2))), ("b", new Parameter(new FloatTensor(2)))];
        var split = ParameterGroup.WithoutDecayOfVectors(layer);
        Assert.Equal(("w", null), (split[0].Parameters[0].Name, split[0].WeightDecay));
        Assert.Equal(("b", 0.0), (split[1].Parameters[0].Name, split[1].WeightDecay));
    }

    [Fact]
    public void BadInputIsRejectedAndChangesNothing()
    {
        var parameter = new Parameter(new FloatTensor(2));
        Assert.Throws<ArgumentNullException>("parameters", () => new Adam(null!));
        Assert.Throws<ArgumentNullException>("groups", () => RmsProp.ForGroups(null!));
        Assert.Throws<ArgumentException>("groups", () => Sgd.ForGroups([null!]));
        Assert.Throws<ArgumentException>("parameters", () => new Adam([("p", parameter), ("p", new Parameter(new FloatTensor(1)))]));
        Assert.Throws<ArgumentException>("parameters", () => AdamW.ForGroups([new ParameterGroup([("p", parameter)]), new ParameterGroup([("q", parameter)])]));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRateFactor", () => Sgd.ForGroups([new ParameterGroup([]) { LearningRateFactor = double.NaN }]));
        Assert.Throws<ArgumentOutOfRangeException>("WeightDecay", () => Sgd.ForGroups([new ParameterGroup([]) { WeightDecay = -1 }]));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new Adam([], new AdamOptions { LearningRate = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("Beta1", () => new Adam([], new AdamOptions { Beta1 = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Beta2", () => new AdamW([], new AdamWOptions { Beta2 = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => new Adam([], new AdamOptions { Epsilon = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("WeightDecay", () => new AdamW([], new AdamWOptions { WeightDecay = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>("Momentum", () => new Sgd([], new SgdOptions { Momentum = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Nesterov", () => new Sgd([], new SgdOptions { Nesterov = true }));
        Assert.Throws<ArgumentOutOfRangeException>("Smoothing", () => new RmsProp([], new RmsPropOptions { Smoothing = double.NaN }));
        var adam = new Adam([("p", parameter)]);
        foreach (var rate in new[] { -1, double.NaN, double.PositiveInfinity }) Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => adam.LearningRate = rate);
        var state = new Dictionary<string, FloatTensor>();
        adam.ExportState(state, "");
        state["step"].Span[0] = 7;
        state["p.square"].Span[1] = -1;
        Assert.Contains("p.square", Assert.Throws<ArgumentException>(() => adam.ImportState(state, "")).Message);
        state.Remove("p.square");
        Assert.Throws<ArgumentException>(() => adam.ImportState(state, ""));
        Assert.Equal(0, adam.StepCount);
    }

    internal static float[] Values(IEnumerable<(string, Parameter Parameter)> parameters) => [.. parameters.SelectMany(p => p.Parameter.Value.Span.ToArray())];

    internal static void FillGradients(IEnumerable<(string, Parameter Parameter)> parameters, RandomStream random)
    {
        foreach (var (_, parameter) in parameters) GradientCheck.Normal(random, parameter.Value.Length).Span.CopyTo(parameter.Gradient.Span);
    }
}

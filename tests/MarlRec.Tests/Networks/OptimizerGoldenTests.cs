using System.Globalization;
using MarlRec.Execution;
using MarlRec.Networks.Schedules;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Ten steps of each optimiser, and schedules, against PyTorch's; see eng/goldens/optimizers.py.</summary>
public class OptimizerGoldenTests
{
    private static readonly Dictionary<string, double[]> s_golden = File.ReadLines(RepositoryFiles.At("tests/Fixtures/optimizers.txt"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => words[1..].Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray());

    public static TheoryData<string> Cases => OptimizerCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void TenStepsAgree(string name)
    {
        var parameter = new Parameter(Tensor("initial", s_golden["initial"].Length));
        var count = parameter.Value.Length;
        var optimizer = OptimizerCase.All[name].Of(("p", parameter));
        // Centred with little smoothing, v − a² cancels after few steps, and both sides keep only what float32 leaves of it.
        var tolerance = name == "rmsprop.centered" ? 1e-4 : 2e-6;
        for (var step = 0; step < s_golden["gradients"].Length / count; step++)
        {
            Floats("gradients").AsSpan(step * count, count).CopyTo(parameter.Gradient.Span);
            optimizer.Step();
            for (var i = 0; i < count; i++)
            {
                var expected = s_golden[name][step * count + i];
                Assert.Equal(expected, parameter.Value.Span[i], tolerance * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void LazyAdamAgreesWithSparseAdam()
    {
        var sizes = Array.ConvertAll(s_golden["sparse.sizes"], size => (int)size);
        int rows = sizes[0], width = sizes[1], batch = sizes[2];
        var table = new Parameter(Tensor("sparse.initial", rows, width), rowSparse: true);
        var adam = new Adam([("table", table)], new AdamOptions { LearningRate = 0.01 });
        var tape = new Tape(ComputeContext.Serial);
        var ids = Array.ConvertAll(s_golden["sparse.ids"], id => (int)id);
        for (var step = 0; step < ids.Length / batch; step++)
        {
            tape.Reset();
            adam.ZeroGradients();
            var found = tape.EmbeddingLookup(tape.Parameter(table), ids.AsSpan(step * batch, batch), batch, 1);
            tape.Backward(tape.WeightedSum(found, Floats("sparse.factors").AsSpan(step * batch * width, batch * width)));
            adam.Step();
        }

        for (var i = 0; i < table.Value.Length; i++) Assert.Equal(s_golden["sparse.final"][i], table.Value.Span[i], 1e-6);
    }

    [Fact]
    public void SchedulesAgree()
    {
        var schedules = new Dictionary<string, ILearningRateSchedule>
        {
            ["constant"] = new ConstantRate(0.5),
            ["linear"] = new LinearRate(0.5, 0.1, 8),
            ["cosine"] = new CosineRate(0.5, 0.1, 12),
            ["warmup"] = new WarmUp(5, new ConstantRate(0.5), 0.25),
        };
        foreach (var (name, schedule) in schedules)
            for (var step = 0; step < s_golden["schedule." + name].Length; step++) Assert.Equal(s_golden["schedule." + name][step], schedule.At(step), 1e-8);
    }

    private static float[] Floats(string name) => Array.ConvertAll(s_golden[name], x => (float)x);

    private static FloatTensor Tensor(string name, params ReadOnlySpan<int> shape) => FloatTensor.From(Floats(name), shape);
}

using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Seams;

/// <summary>An outsider composes a module of tape operations, trains it with the library's optimiser and saves it.</summary>
public class OutsideModuleTests
{
    [Fact]
    public void AForeignModuleFitsALineAndIsSaved()
    {
        var random = new RandomStream(1);
        var module = new Line();
        var adam = new Adam(module.NamedParameters(), new AdamOptions { LearningRate = 0.05 });
        var tape = new Tape(ComputeContext.Serial);
        Span<float> x = stackalloc float[16], y = stackalloc float[16];
        for (var step = 0; step < 400; step++)
        {
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = 2 * random.NextSingle() - 1;
                y[i] = 3 * x[i] + 1;
            }

            tape.Backward(tape.MeanSquaredError(module.Forward(tape, tape.Constant(x, x.Length, 1)), y));
            adam.Step();
            adam.ZeroGradients();
            tape.Reset();
        }

        var (slope, offset) = module.Read();
        Assert.InRange(slope, 2.9f, 3.1f);
        Assert.InRange(offset, 0.9f, 1.1f);

        var file = new MemoryStream();
        var state = new Dictionary<string, FloatTensor>();
        module.ExportState(state, "line.");
        SafeTensorsFile.Write(file, state);
        var copy = new Line();
        copy.ImportState(SafeTensorsFile.Read(file.ToArray()).ReadAllFloats(), "line.");
        Assert.Equal((slope, offset), copy.Read());
    }

    [Fact]
    public void AForeignTileBodyRunsOnEveryTile()
    {
        using var context = new ComputeContext(2);
        var counts = new int[100];
        context.For(counts.Length, new Count(counts));
        Assert.All(counts, count => Assert.Equal(1, count));
    }

    private sealed class Line : Module
    {
        private readonly Parameter _slope, _offset;

        internal Line()
        {
            _slope = Register("slope", new Parameter(new FloatTensor(1, 1)));
            _offset = Register("offset", new Parameter(new FloatTensor(1)));
        }

        internal Variable Forward(Tape tape, Variable x) => tape.AddBias(tape.Linear(x, tape.Parameter(_slope)), tape.Parameter(_offset));

        internal (float Slope, float Offset) Read() => (_slope.Value.Span[0], _offset.Value.Span[0]);
    }

    private readonly struct Count(int[] counts) : ITileBody
    {
        public void Run(int tile) => counts[tile]++;
    }
}

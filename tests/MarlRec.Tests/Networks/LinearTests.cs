using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class LinearTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 120)]
    [InlineData(7, 2)]
    [InlineData(84, 19)]
    [InlineData(121, 84)]
    [InlineData(300, 47)]
    public void ARowHasTheSameBitsAloneInABatchAndWithFrozenWeights(int inputs, int outputs)
    {
        var random = new RandomStream(3);
        var x = GradientCheck.Normal(random, 9, inputs);
        foreach (ActivationKind? activation in new ActivationKind?[] { null, ActivationKind.Relu, ActivationKind.Gelu })
        {
            var layer = new Linear(inputs, outputs, random) { Activation = activation };
            GradientCheck.Normal(random, outputs).Span.CopyTo(layer.Bias!.Value.Span);
            var tape = new Tape(ComputeContext.Serial, recording: false);
            var batch = layer.Forward(tape, tape.Constant(x.Span, 9, inputs)).Value.ToArray();
            for (var row = 0; row < 9; row++)
                Assert.Equal(batch.AsSpan(row * outputs, outputs), layer.Forward(tape, tape.Constant(x.Row(row), 1, inputs)).Value);
            layer.Freeze();
            Assert.Equal(batch, layer.Forward(tape, tape.Constant(x.Span, 9, inputs)).Value);
            Assert.Equal(batch.AsSpan(0, outputs), layer.Forward(tape, tape.Constant(x.Row(0), 1, inputs)).Value);
        }
    }

    [Theory]
    [InlineData(ActivationKind.Relu)]
    [InlineData(ActivationKind.Tanh)]
    [InlineData(ActivationKind.Sigmoid)]
    [InlineData(ActivationKind.Gelu)]
    public void AFusedActivationEqualsASeparateOneInValueAndGradients(ActivationKind kind)
    {
        var random = new RandomStream(4);
        var x = new Parameter(GradientCheck.Normal(random, 5, 13));
        var layer = new Linear(13, 21, random);
        var fused = Run(tape => tape.Linear(tape.Parameter(x), tape.Parameter(layer.Weight), tape.Parameter(layer.Bias!), kind), x, layer);
        var separate = Run(tape => new Activation(kind).Forward(tape, layer.Forward(tape, tape.Parameter(x))), x, layer);
        Assert.Equal(separate, fused);
    }

    [Fact]
    public void AFrozenLayerGetsNoGradientAndCannotBeOverwritten()
    {
        var random = new RandomStream(5);
        var (below, frozen) = (new Linear(3, 4, random), new Linear(4, 2, random));
        frozen.Freeze();
        var tape = new Tape(ComputeContext.Serial);
        tape.Backward(tape.Sum(frozen.Forward(tape, below.Forward(tape, tape.Constant([1, 2, 3], 1, 3)))));
        Assert.True(below.Weight.Gradient.Span.ContainsAnyExcept(0f));
        Assert.False(frozen.Weight.Gradient.Span.ContainsAnyExcept(0f));

        var state = new Dictionary<string, FloatTensor>();
        frozen.ExportState(state, "");
        state["weight"].Span.Fill(7);
        Assert.Contains("frozen", Assert.Throws<InvalidOperationException>(() => frozen.ImportState(state, "")).Message);
        frozen.Unfreeze();
        frozen.ImportState(state, "");
        tape.Reset();
        Assert.Equal(28 + frozen.Bias!.Value.Span[0], frozen.Forward(tape, tape.Constant([1, 1, 1, 1], 1, 4)).Value[0]);
    }

    private static float[] Run(Func<Tape, Variable> forward, Parameter x, Linear layer)
    {
        Parameter[] parameters = [x, layer.Weight, layer.Bias!];
        foreach (var parameter in parameters) parameter.ZeroGradient();
        var tape = new Tape(ComputeContext.Serial);
        var y = forward(tape);
        var weights = Enumerable.Range(0, y.Shape.Length).Select(i => MathF.Sin(i)).ToArray();
        tape.Backward(tape.WeightedSum(y, weights));
        return [.. y.Value, .. parameters.SelectMany(p => p.Gradient.Span.ToArray())];
    }
}

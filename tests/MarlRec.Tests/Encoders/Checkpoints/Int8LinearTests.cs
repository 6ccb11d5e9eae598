using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Checkpoints;

public class Int8LinearTests
{
    // Sizes around a panel's width, a block's depth and a tile's rows.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 300, 33)]
    [InlineData(2, 256, 32)]
    [InlineData(7, 513, 20)]
    [InlineData(200, 40, 70)]
    public void ProductsAreThoseOfTheRoundedWeights(int rows, int inputs, int outputs)
    {
        var random = new RandomStream(5);
        var (weight, bias, x) = (Fill(new FloatTensor(outputs, inputs), random), Fill(new FloatTensor(outputs), random), Fill(new FloatTensor(rows, inputs), random));
        weight.Row(outputs / 2).Clear(); // a row without a scale
        foreach (ref var value in weight.Row(0)) value *= 1e-3f; // a row's scale is its own
        var map = new Int8Linear(weight, bias);
        var actual = Run(map, ComputeContext.Serial, x);
        for (var o = 0; o < outputs; o++)
        {
            var largest = 0f;
            foreach (var value in weight.Row(o)) largest = MathF.Max(largest, MathF.Abs(value));
            var scale = largest / 127;
            for (var r = 0; r < rows; r++)
            {
                double sum = bias.Span[o], size = 1;
                for (var i = 0; i < inputs; i++)
                {
                    var rounded = scale == 0 ? 0 : Math.Round((double)weight.Row(o)[i] / scale) * scale;
                    Assert.True(Math.Abs(rounded - weight.Row(o)[i]) <= 0.5001 * scale);
                    sum += rounded * x.Row(r)[i];
                    size += Math.Abs(rounded * x.Row(r)[i]);
                }

                Assert.True(Math.Abs(sum - actual[r * outputs + o]) <= 1e-6 * size, $"row {r}, output {o}: {actual[r * outputs + o]}, but {sum} was expected");
            }
        }

        using var context = new ComputeContext(2);
        Assert.Equal(actual, Run(map, context, x));
        Assert.Equal(actual[^outputs..], Run(map, ComputeContext.Serial, FloatTensor.From(x.Row(rows - 1), 1, inputs)));
    }

    [Theory]
    [InlineData(ActivationKind.Relu)]
    [InlineData(ActivationKind.Tanh)]
    [InlineData(ActivationKind.Sigmoid)]
    [InlineData(ActivationKind.Gelu)]
    public void ActivationsFollowTheProduct(ActivationKind kind)
    {
        var random = new RandomStream(6);
        var (weight, bias, x) = (Fill(new FloatTensor(9, 5), random), Fill(new FloatTensor(9), random), Fill(new FloatTensor(3, 5), random));
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var expected = new Activation(kind).Forward(tape, tape.Constant(Run(new Int8Linear(weight, bias), ComputeContext.Serial, x), 3, 9)).Value.ToArray();
        Assert.Equal(expected, Run(new Int8Linear(weight, bias, kind), ComputeContext.Serial, x));
    }

    private static float[] Run(Int8Linear map, ComputeContext context, FloatTensor x)
    {
        var tape = new Tape(context, recording: false);
        return map.Forward(tape, tape.Constant(x.Span, x.Shape[0], x.Shape[1])).Value.ToArray();
    }

    private static FloatTensor Fill(FloatTensor tensor, RandomStream random)
    {
        foreach (ref var value in tensor.Span) value = 2 * random.NextSingle() - 1;
        return tensor;
    }
}

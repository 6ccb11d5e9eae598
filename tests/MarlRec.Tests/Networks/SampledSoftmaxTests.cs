using MarlRec.Execution;
using MarlRec.Tensors;
using static MarlRec.Networks.GradientCheck;

namespace MarlRec.Networks;

public class SampledSoftmaxTests
{
    [Theory]
    [InlineData(1, 1, 1, 0)]
    [InlineData(3, 2, 5, 4)]
    [InlineData(53, 7, 9, 21)]
    public void LossAndGradientsAgreeWithTheDefinition(int rows, int width, int classes, int sample)
    {
        var random = new RandomStream(21);
        var targets = Draw(random, rows, classes);
        var negatives = Draw(random, sample, classes);
        var weights = new float[rows];
        for (var i = 0; i < rows; i++) weights[i] = i % 3 == 1 ? 0 : 0.5f + i % 2;
        for (var i = 0; i < rows; i++) if (weights[i] == 0) targets[i] = -1; // ignored
        var targetCorrections = Normal(random, rows).Span.ToArray();
        var negativeCorrections = Normal(random, sample).Span.ToArray();
        var hidden = new Parameter(Normal(random, rows, width));
        var table = new Parameter(Normal(random, classes, width));
        var bias = new Parameter(Normal(random, classes));

        var tape = new Tape(ComputeContext.Serial);
        double Loss(bool backward)
        {
            tape.Reset();
            var loss = tape.SampledSoftmax(tape.Parameter(hidden), table, bias, targets, weights, negatives, targetCorrections, negativeCorrections);
            if (backward) tape.Backward(loss);
            return loss.Value[0];
        }

        Assert.Equal(Naive(hidden.Value, table.Value, bias.Value, targets, weights, negatives, targetCorrections, negativeCorrections), Loss(true), 1e-5);
        foreach (var parameter in new[] { hidden, table, bias })
        {
            for (var i = 0; i < parameter.Value.Length; i++)
            {
                var saved = parameter.Value.Span[i];
                const double step = 1e-4;
                double At(float value)
                {
                    parameter.Value.Span[i] = value;
                    return Naive(hidden.Value, table.Value, bias.Value, targets, weights, negatives, targetCorrections, negativeCorrections);
                }

                float above = (float)(saved + step), below = (float)(saved - step);
                var expected = (At(above) - At(below)) / ((double)above - below);
                parameter.Value.Span[i] = saved;
                Assert.Equal(expected, parameter.Gradient.Span[i], 1e-5);
            }
        }
    }

    [Fact]
    public void LargeLogitsAreSafe()
    {
        var tape = new Tape(ComputeContext.Serial);
        var table = new Parameter(FloatTensor.From([1000, -1000, 999], 3, 1));
        var loss = tape.SampledSoftmax(tape.Constant([100], 1, 1), table, null, [1], [1], [0, 2]);
        Assert.Equal(200_000, loss.Value[0], 1);
    }

    [Fact]
    public void BadInput()
    {
        var tape = new Tape(ComputeContext.Serial);
        var table = new Parameter(new FloatTensor(4, 2));
        var x = tape.Constant(new float[4], 2, 2);
        Assert.Throws<ArgumentNullException>("table", () => tape.SampledSoftmax(x, null!, null, [0, 0], [1, 1], [1]));
        Assert.Throws<ArgumentException>("table", () => tape.SampledSoftmax(x, new Parameter(new FloatTensor(4, 3)), null, [0, 0], [1, 1], [1]));
        Assert.Throws<ArgumentException>("bias", () => tape.SampledSoftmax(x, table, new Parameter(new FloatTensor(3)), [0, 0], [1, 1], [1]));
        Assert.Throws<ArgumentException>("targets", () => tape.SampledSoftmax(x, table, null, [0], [1, 1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => tape.SampledSoftmax(x, table, null, [0, 4], [1, 1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("negatives", () => tape.SampledSoftmax(x, table, null, [0, 0], [1, 1], [-1]));
        Assert.Throws<ArgumentException>("weights", () => tape.SampledSoftmax(x, table, null, [0, 0], [1], [1]));
        Assert.Throws<ArgumentException>("weights", () => tape.SampledSoftmax(x, table, null, [0, 0], [0, 0], [1]));
        Assert.Throws<ArgumentException>("weights", () => tape.SampledSoftmax(x, table, null, [0, 0], [1, float.NaN], [1]));
        Assert.Throws<ArgumentException>("targetCorrections", () => tape.SampledSoftmax(x, table, null, [0, 0], [1, 1], [1], [1]));
        Assert.Throws<ArgumentException>("negativeCorrections", () => tape.SampledSoftmax(x, table, null, [0, 0], [1, 1], [1], [], [1, 2]));
    }

    private static int[] Draw(RandomStream random, int count, int classes)
    {
        var ids = new int[count];
        for (var i = 0; i < count; i++) ids[i] = random.Next(classes);
        return ids;
    }

    // The plain version, in double precision.
    private static double Naive(
        FloatTensor hidden, FloatTensor table, FloatTensor bias, int[] targets, float[] weights, int[] negatives, float[] targetCorrections, float[] negativeCorrections)
    {
        double total = 0, sum = 0;
        double Logit(int row, int id, float correction)
        {
            var logit = (double)bias.Span[id] - correction;
            for (var k = 0; k < table.Shape[1]; k++) logit += (double)hidden.Row(row)[k] * table.Row(id)[k];
            return logit;
        }

        for (var row = 0; row < targets.Length; row++)
        {
            if (weights[row] == 0) continue;
            var own = Logit(row, targets[row], targetCorrections[row]);
            var odds = 1.0;
            for (var i = 0; i < negatives.Length; i++)
                if (negatives[i] != targets[row]) odds += Math.Exp(Logit(row, negatives[i], negativeCorrections[i]) - own);
            total += weights[row];
            sum += weights[row] * Math.Log(odds);
        }

        return sum / total;
    }
}

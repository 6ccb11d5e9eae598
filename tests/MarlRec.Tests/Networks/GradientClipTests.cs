using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class GradientClipTests
{
    [Fact]
    public void NormScalesAllGradientsByOneFactor()
    {
        var (a, b) = (new Parameter(new FloatTensor(1)), new Parameter(new FloatTensor(1)));
        a.Gradient.Span[0] = 3;
        b.Gradient.Span[0] = -4;
        (string, Parameter)[] all = [("a", a), ("b", b)];
        Assert.Equal(5, GradientClip.ByGlobalNorm(all, 10), 1e-6);
        Assert.Equal(3, a.Gradient.Span[0]);
        Assert.Equal(5, GradientClip.ByGlobalNorm(all, 1), 1e-6);
        Assert.Equal(0.6, a.Gradient.Span[0], 1e-6);
        Assert.Equal(-0.8, b.Gradient.Span[0], 1e-6);
        a.Gradient.Span[0] = float.NaN;
        Assert.True(double.IsNaN(GradientClip.ByGlobalNorm(all, 1)));
        Assert.Equal(-0.8, b.Gradient.Span[0], 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => GradientClip.ByGlobalNorm(all, 0));
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => GradientClip.ByValue(all, double.NaN));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(7, 3)]
    [InlineData(1_100_000, 1)]
    [InlineData(900, 40)]
    public void LargeAndSparseGradientsAgreeWithTheDefinition(int rows, int width)
    {
        foreach (var sparse in new[] { false, true })
        {
            var parameter = new Parameter(new FloatTensor(rows, width), sparse);
            var random = new RandomStream(8);
            var sum = 0.0;
            for (var row = 0; row < rows; row += 3)
            {
                parameter.TouchRow(row);
                for (var i = row * width; i < (row + 1) * width; i++)
                {
                    var value = (float)random.NextGaussian();
                    parameter.Gradient.Span[i] = value;
                    sum += (double)value * value;
                }
            }

            (string, Parameter)[] all = [("p", parameter)];
            Assert.Equal(Math.Sqrt(sum), GradientClip.ByGlobalNorm(all, 1), 1e-6 * Math.Sqrt(sum));
            if (rows > 0) Assert.Equal(1, GradientClip.ByGlobalNorm(all, 2), 1e-5);
            GradientClip.ByValue(all, 0.01);
            foreach (var value in parameter.Gradient.Span) Assert.InRange(value, -0.01f, 0.01f);
        }
    }
}

using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class AdamTests
{
    [Fact]
    public void FollowsThePaperStepByStep()
    {
        var random = new RandomStream(3);
        var parameter = new Parameter(GradientCheck.Normal(random, 21));
        var w = Array.ConvertAll(parameter.Value.Span.ToArray(), x => (double)x);
        double[] m = new double[21], v = new double[21];
        var adam = new Adam([("p", parameter)], new AdamOptions { LearningRate = 0.01, WeightDecay = 0.1 });
        for (var step = 1; step <= 10; step++)
        {
            GradientCheck.Normal(random, 21).Span.CopyTo(parameter.Gradient.Span);
            adam.Step();
            for (var i = 0; i < w.Length; i++)
            {
                double g = parameter.Gradient.Span[i];
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                w[i] -= 0.01 * 0.1 * w[i];
                w[i] -= 0.01 * (m[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
                Assert.Equal(w[i], parameter.Value.Span[i], 2e-6);
            }
        }
    }

    [Fact]
    public void ContinuesExactlyFromAnExportedState()
    {
        float[] Train(int saveAt)
        {
            var parameter = new Parameter(GradientCheck.Normal(new RandomStream(4), 37));
            var adam = new Adam([("p", parameter)]);
            for (var step = 0; step < 8; step++)
            {
                GradientCheck.Normal(new RandomStream(5).Fork("g", step), 37).Span.CopyTo(parameter.Gradient.Span);
                adam.Step();
                if (step != saveAt) continue;
                var state = new Dictionary<string, FloatTensor>();
                adam.ExportState(state, "adam.");
                parameter = new Parameter(parameter.Value.Clone());
                adam = new Adam([("p", parameter)]);
                adam.ImportState(state, "adam.");
                Assert.Equal(saveAt + 1, adam.StepCount);
            }

            return parameter.Value.Span.ToArray();
        }

        Assert.Equal(Train(-1), Train(3));
    }

    [Fact]
    public void BadInputIsRejectedAndChangesNothing()
    {
        var parameter = new Parameter(new FloatTensor(2));
        var adam = new Adam([("p", parameter)]);
        Assert.Throws<ArgumentNullException>(() => new Adam(null!));
        Assert.Throws<ArgumentException>(() => new Adam([("p", parameter), ("p", new Parameter(new FloatTensor(1)))]));
        Assert.Throws<ArgumentException>(() => new Adam([("p", parameter), ("q", parameter)]));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new Adam([], new AdamOptions { LearningRate = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("Beta1", () => new Adam([], new AdamOptions { Beta1 = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Beta2", () => new Adam([], new AdamOptions { Beta2 = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => new Adam([], new AdamOptions { Epsilon = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("WeightDecay", () => new Adam([], new AdamOptions { WeightDecay = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => adam.LearningRate = 0);
        var state = new Dictionary<string, FloatTensor>();
        adam.ExportState(state, "");
        state["step"].Span[0] = 7;
        state["p.square"].Span[1] = -1;
        Assert.Contains("p.square", Assert.Throws<ArgumentException>(() => adam.ImportState(state, "")).Message);
        state.Remove("p.square");
        Assert.Throws<ArgumentException>(() => adam.ImportState(state, ""));
        Assert.Equal(0, adam.StepCount);
    }

    [Fact]
    public void ClipScalesAllGradientsByOneFactor()
    {
        var a = new Parameter(new FloatTensor(1));
        var b = new Parameter(new FloatTensor(1));
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
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClip.ByGlobalNorm(all, 0));
    }
}

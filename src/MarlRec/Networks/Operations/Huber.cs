using MarlRec.Execution;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The mean of Huber's loss (1964), a scalar: e²/2 for |e| ≤ delta, else delta · (|e| − delta/2), e = prediction − target.</summary>
    /// <param name="predictions">N elements of any shape, N at least 1.</param>
    /// <param name="targets">N constants.</param>
    /// <param name="delta">Where the loss turns linear; finite, above zero.</param>
    /// <exception cref="ArgumentException">The number of targets is not N, or N is 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is out of range.</exception>
    public Variable Huber(Variable predictions, ReadOnlySpan<float> targets, float delta = 1)
    {
        Throw.IfNotPositive(delta);
        var residuals = Residuals(predictions, targets);
        var value = Workspace.AllocateFloats(1);
        var sum = 0.0;
        for (var i = 0; i < targets.Length; i++)
        {
            double size = Math.Abs(residuals[i]);
            sum += size <= delta ? size * size / 2 : delta * (size - delta / 2.0);
        }

        *value = (float)(sum / targets.Length);
        ref var node = ref Record(default, value, &HuberBackward, predictions.Index, Node.None, out var y);
        node.Saved0 = residuals;
        node.Number = delta;
        return y;
    }

    private static void HuberBackward(Tape tape, ref Node node)
    {
        if (!tape.TryGradient(node.A, out var dx)) return;
        var residuals = (float*)node.Saved0;
        var share = *node.Gradient / dx.Length;
        for (var i = 0; i < dx.Length; i++) dx[i] += share * Math.Clamp(residuals[i], -node.Number, node.Number);
    }
}

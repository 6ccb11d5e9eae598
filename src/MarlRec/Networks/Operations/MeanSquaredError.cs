namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The mean of (prediction − target)², a scalar.</summary>
    /// <param name="predictions">N elements of any shape, N at least 1.</param>
    /// <param name="targets">N constants.</param>
    /// <exception cref="ArgumentException">The number of targets is not N, or N is 0.</exception>
    public Variable MeanSquaredError(Variable predictions, ReadOnlySpan<float> targets)
    {
        var residuals = Residuals(predictions, targets);
        var value = Workspace.AllocateFloats(1);
        var sum = 0.0;
        for (var i = 0; i < targets.Length; i++) sum += (double)residuals[i] * residuals[i];
        *value = (float)(sum / targets.Length);
        ref var node = ref Record(default, value, &MeanSquaredErrorBackward, predictions.Index, Node.None, out var y);
        node.Saved0 = residuals;
        return y;
    }

    private static void MeanSquaredErrorBackward(Tape tape, ref Node node)
    {
        if (!tape.TryGradient(node.A, out var dx)) return;
        Kernels.RowKernels.AddScaled(new ReadOnlySpan<float>(node.Saved0, dx.Length), 2 * *node.Gradient / dx.Length, dx);
    }

    private float* Residuals(Variable predictions, ReadOnlySpan<float> targets)
    {
        ref var input = ref NodeOf(predictions, nameof(predictions));
        if (targets.Length != input.Shape.Length || targets.IsEmpty)
            throw new ArgumentException($"targets has {targets.Length} elements, predictions {input.Shape} has {input.Shape.Length}; they must be equally many and not none.", nameof(targets));
        var residuals = Workspace.AllocateFloats(targets.Length);
        for (var i = 0; i < targets.Length; i++) residuals[i] = input.Value[i] - targets[i];
        return residuals;
    }
}

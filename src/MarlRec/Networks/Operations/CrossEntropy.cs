using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>
    /// The cross-entropy of each row's target: a scalar, Σ w · (log Σ_c exp(logits_c) − logits_target) / Σ w. Where the logits are a product with a large
    /// table, <see cref="SoftmaxCrossEntropy"/> does without keeping them.
    /// </summary>
    /// <param name="logits">N rows of C: shape [..., C].</param>
    /// <param name="targets">N classes; ignored where the weight is 0.</param>
    /// <param name="weights">N weights, finite and not negative, at least one above 0; empty for 1 each.</param>
    /// <exception cref="ArgumentException">A length or weight does not fit, or there are no rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is out of range.</exception>
    /// <remarks>The row's largest logit is subtracted first, so that logits of any size are safe.</remarks>
    public Variable CrossEntropy(Variable logits, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights = default)
    {
        ref var input = ref NodeOf(logits, nameof(logits));
        if (input.Shape.Rank == 0) throw Misfit($"Rows of logits [...,C] were expected, but the shape is {input.Shape}.", nameof(logits));
        int rows = input.Shape.Rows, width = input.Shape.Last;
        RequireRows(targets.Length, input.Shape, nameof(targets));
        CountRows(targets, weights, width, out var total);

        var value = Workspace.AllocateFloats(1);
        var mark = Workspace.Mark();
        var gradients = Workspace.AllocateFloats(input.Shape.Length);
        var losses = Workspace.AllocateFloats(rows);
        fixed (int* ids = targets)
        fixed (float* w = weights)
            RowTiles.For(Context, rows, width, new CrossEntropyRows(width, input.Value, ids, w, (float)(1 / total), gradients, losses));
        var loss = 0.0;
        for (var row = 0; row < rows; row++) loss += losses[row];
        *value = (float)(loss / total);

        ref var node = ref Record(default, value, &CrossEntropyBackward, logits.Index, Node.None, out var y);
        node.Saved0 = gradients;
        if (!node.NeedsGradient) Workspace.Release(mark);
        return y;
    }

    // The gradient of a scalar is known when it is recorded, up to one factor.
    private static void CrossEntropyBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A, out var add);
        if (dx != null) Tiled.Unary(tape.Context, tape.Input(node.A).Shape.Length, (float*)node.Saved0, dx, new ScaleKernel(*node.Gradient), add);
    }

    private readonly struct CrossEntropyRows(int width, float* x, int* targets, float* weights, float share, float* gradients, float* losses) : ITileBody
    {
        private readonly float* _x = x, _weights = weights, _gradients = gradients, _losses = losses;
        private readonly int* _targets = targets;

        public void Run(int row)
        {
            float* x = _x + (nint)row * width, gradient = _gradients + (nint)row * width;
            var weight = _weights == null ? 1 : _weights[row];
            _losses[row] = 0;
            if (weight == 0)
            {
                new Span<float>(gradient, width).Clear();
                return;
            }

            var target = _targets[row];
            var (largest, logSum) = SoftmaxRow.Probabilities(width, x, weight * share, gradient);
            gradient[target] -= weight * share;
            _losses[row] = weight * (largest - x[target] + logSum);
        }
    }
}

using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The softmax of each row over its allowed columns; 0, and no gradient, in the others.</summary>
    /// <param name="logits">Shape [N, C].</param>
    /// <param name="mask">N · C flags, true where allowed; empty to allow all.</param>
    /// <returns>Shape [N, C].</returns>
    /// <exception cref="ArgumentException">The shape is not a matrix, the mask has another length, or a row allows nothing.</exception>
    /// <remarks>
    /// The row's largest allowed logit is subtracted first, so that logits of any size are safe. For logarithms of the result take
    /// <see cref="MaskedLogSoftmax"/>, which loses nothing to small probabilities.
    /// </remarks>
    public Variable MaskedSoftmax(Variable logits, ReadOnlySpan<bool> mask = default)
    {
        ref var input = ref NodeOf(logits, nameof(logits));
        RequireAllowed(input.Shape, mask, nameof(logits));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        fixed (bool* allowed = mask)
            RowTiles.For(Context, input.Shape[0], input.Shape[1], new SoftmaxRows(input.Shape[1], input.Value, allowed, value));
        Record(input.Shape, value, &MaskedSoftmaxBackward, logits.Index, Node.None, out var y);
        return y;
    }

    private static void MaskedSoftmaxBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A);
        if (dx != null) RowTiles.For(tape.Context, node.Shape[0], node.Shape[1], new SoftmaxBackwardRows(node.Shape[1], node.Value, node.Gradient, dx));
    }

    private readonly struct SoftmaxRows(int width, float* x, bool* mask, float* y) : ITileBody
    {
        private readonly float* _x = x, _y = y;
        private readonly bool* _mask = mask;

        public void Run(int row)
        {
            var at = (nint)row * width;
            SoftmaxRow.Mask(width, _x + at, _mask == null ? null : _mask + at, _y + at);
            SoftmaxRow.Probabilities(width, _y + at, 1, _y + at);
        }
    }

    private readonly struct SoftmaxBackwardRows(int width, float* y, float* dy, float* dx) : ITileBody
    {
        private readonly float* _y = y, _dy = dy, _dx = dx;

        public void Run(int row)
        {
            var at = (nint)row * width;
            SoftmaxRow.Backward(width, _y + at, _dy + at, _dx + at);
        }
    }
}

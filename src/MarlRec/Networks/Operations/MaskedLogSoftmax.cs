using System.Runtime.CompilerServices;
using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The logarithm of the softmax of each row over its allowed columns; −∞, and no gradient, in the others.</summary>
    /// <param name="logits">Shape [N, C].</param>
    /// <param name="mask">N · C flags, true where allowed; empty to allow all.</param>
    /// <returns>Shape [N, C].</returns>
    /// <exception cref="ArgumentException">The shape is not a matrix, the mask has another length, or a row allows nothing.</exception>
    /// <remarks>The row's largest allowed logit is subtracted first, so that logits of any size are safe.</remarks>
    public Variable MaskedLogSoftmax(Variable logits, ReadOnlySpan<bool> mask = default)
    {
        ref var input = ref NodeOf(logits, nameof(logits));
        RequireAllowed(input.Shape, mask, nameof(logits));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        fixed (bool* allowed = mask)
            RowTiles.For(Context, input.Shape[0], input.Shape[1], new LogSoftmaxRows(input.Shape[1], input.Value, allowed, value));
        Record(input.Shape, value, &MaskedLogSoftmaxBackward, logits.Index, Node.None, out var y);
        return y;
    }

    private static void MaskedLogSoftmaxBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A);
        if (dx != null) RowTiles.For(tape.Context, node.Shape[0], node.Shape[1], new LogSoftmaxBackwardRows(node.Shape[1], node.Value, node.Gradient, dx));
    }

    private static void RequireAllowed(Tensors.Shape shape, ReadOnlySpan<bool> mask, string name, [CallerMemberName] string operation = "")
    {
        RequireMatrix(shape, name, operation);
        if (!mask.IsEmpty && mask.Length != shape.Length)
            throw Misfit($"mask has {mask.Length} flags, but {name} {shape} has {shape.Length} elements.", nameof(mask), operation);
        int rows = shape[0], width = shape[1];
        if (width == 0 && rows > 0) throw Misfit($"the rows of {name} {shape} have no columns.", name, operation);
        if (mask.IsEmpty) return;
        for (var row = 0; row < rows; row++)
            if (!mask.Slice(row * width, width).Contains(true)) throw Misfit($"mask allows nothing in row {row} of {name} {shape}.", nameof(mask), operation);
    }

    private readonly struct LogSoftmaxRows(int width, float* x, bool* mask, float* y) : ITileBody
    {
        private readonly float* _x = x, _y = y;
        private readonly bool* _mask = mask;

        public void Run(int row)
        {
            var at = (nint)row * width;
            SoftmaxRow.Mask(width, _x + at, _mask == null ? null : _mask + at, _y + at);
            SoftmaxRow.Log(width, _y + at, _y + at);
        }
    }

    private readonly struct LogSoftmaxBackwardRows(int width, float* y, float* dy, float* dx) : ITileBody
    {
        private readonly float* _y = y, _dy = dy, _dx = dx;

        public void Run(int row)
        {
            var at = (nint)row * width;
            SoftmaxRow.LogBackward(width, _y + at, _dy + at, _dx + at);
        }
    }
}

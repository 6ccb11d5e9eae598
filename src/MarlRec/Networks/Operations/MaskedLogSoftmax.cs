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
        if (input.Shape.Rank != 2) throw new ArgumentException($"A matrix [N,C] was expected, but the shape is {input.Shape}.", nameof(logits));
        if (!mask.IsEmpty && mask.Length != input.Shape.Length)
            throw new ArgumentException($"mask has {mask.Length} flags, but the logits {input.Shape} have {input.Shape.Length} elements.", nameof(mask));
        int rows = input.Shape[0], width = input.Shape[1];
        var value = Workspace.AllocateFloats(input.Shape.Length);
        for (var row = 0; row < rows; row++)
        {
            var allowed = mask.IsEmpty ? default : mask.Slice(row * width, width);
            if (width == 0 || (!allowed.IsEmpty && !allowed.Contains(true)))
                throw new ArgumentException($"mask allows nothing in row {row}.", nameof(mask));
            LogSoftmaxKernel.Forward(input.Values.Slice(row * width, width), allowed, new Span<float>(value + row * width, width));
        }

        Record(input.Shape, value, &MaskedLogSoftmaxBackward, logits.Index, Node.None, out var y);
        return y;
    }

    private static void MaskedLogSoftmaxBackward(Tape tape, ref Node node)
    {
        if (!tape.TryGradient(node.A, out var dx)) return;
        var width = node.Shape[1];
        for (var i = 0; i < node.Shape.Length; i += width)
            LogSoftmaxKernel.Backward(node.Values.Slice(i, width), node.Gradients.Slice(i, width), dx.Slice(i, width));
    }
}

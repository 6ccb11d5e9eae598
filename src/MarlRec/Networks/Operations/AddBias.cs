using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>x + bias, the same bias in each row.</summary>
    /// <param name="x">Shape [..., D].</param>
    /// <param name="bias">Shape [D].</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Variable AddBias(Variable x, Variable bias)
    {
        ref var input = ref NodeOf(x, nameof(x));
        ref var offsets = ref NodeOf(bias, nameof(bias));
        var width = input.Shape.Last;
        if (offsets.Shape.Rank != 1 || offsets.Shape[0] != width) throw Mismatch("bias", offsets.Shape, "cannot be added to", input.Shape, nameof(bias));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        var result = new Span<float>(value, input.Shape.Length);
        for (var i = 0; i < result.Length; i += width)
            Elementwise.Binary(input.Values.Slice(i, width), offsets.Values, result.Slice(i, width), default(AddKernel));
        Record(input.Shape, value, &AddBiasBackward, x.Index, bias.Index, out var y);
        return y;
    }

    private static void AddBiasBackward(Tape tape, ref Node node)
    {
        if (tape.TryGradient(node.A, out var dx)) RowKernels.Add(node.Gradients, dx);
        if (tape.TryGradient(node.B, out var db)) RowKernels.AddColumnSums(node.Gradients, db.Length, db);
    }
}

using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The last step of each sequence; zeros for an empty one.</summary>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T].</param>
    /// <returns>Shape [B, D].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable LastSteps(Variable x, ReadOnlySpan<int> lengths)
    {
        ref var input = ref NodeOf(x, nameof(x));
        RequireSequences(input.Shape, nameof(x));
        int batch = input.Shape[0], time = input.Shape[1], width = input.Shape[2];
        RequireLengths(lengths, batch, time);
        var rows = Workspace.AllocateInts(batch);
        var value = Workspace.AllocateZeros(batch * width);
        for (var i = 0; i < batch; i++)
        {
            rows[i] = lengths[i] == 0 ? -1 : i * time + lengths[i] - 1;
            if (rows[i] >= 0) input.Values.Slice(rows[i] * width, width).CopyTo(new Span<float>(value + i * width, width));
        }

        Record(new Shape(batch, width), value, &LastStepsBackward, x.Index, Node.None, out var y).Saved0 = rows;
        return y;
    }

    private static void LastStepsBackward(Tape tape, ref Node node)
    {
        if (!tape.TryGradient(node.A, out var dx)) return;
        var rows = (int*)node.Saved0;
        var width = node.Shape[1];
        for (var i = 0; i < node.Shape[0]; i++)
            if (rows[i] >= 0) RowKernels.Add(node.Gradients.Slice(i * width, width), dx.Slice(rows[i] * width, width));
    }
}

using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The inner product of each row with each of its own candidates: y[n,c] = Σ_d f[n,d] · candidates[n,c,d].</summary>
    /// <param name="f">Shape [N, D].</param>
    /// <param name="candidates">N · C · D constants, row-major; C follows from the length. They are copied when the tape records.</param>
    /// <returns>Shape [N, C].</returns>
    /// <exception cref="ArgumentException">The shape is not a matrix, or the number of constants is not a multiple of N · D.</exception>
    public Variable BatchedMatVec(Variable f, ReadOnlySpan<float> candidates)
    {
        ref var input = ref NodeOf(f, nameof(f));
        if (input.Shape.Rank != 2) throw Misfit($"A matrix [N,D] was expected, but the shape is {input.Shape}.", nameof(f));
        int rows = input.Shape[0], width = input.Shape[1];
        if (input.Shape.Length == 0 || candidates.Length % input.Shape.Length != 0)
            throw Misfit($"candidates has {candidates.Length} elements, not a multiple of the {input.Shape.Length} of f {input.Shape}.", nameof(candidates));
        var count = candidates.Length / input.Shape.Length;
        var value = Workspace.AllocateFloats(rows * count);
        for (var i = 0; i < rows * count; i++)
            value[i] = RowKernels.Dot(input.Values.Slice(i / count * width, width), candidates.Slice(i * width, width));
        ref var node = ref Record(new Tensors.Shape(rows, count), value, &BatchedMatVecBackward, f.Index, Node.None, out var y);
        if (node.NeedsGradient)
        {
            node.Saved0 = Workspace.AllocateFloats(candidates.Length);
            candidates.CopyTo(new Span<float>(node.Saved0, candidates.Length));
        }

        return y;
    }

    private static void BatchedMatVecBackward(Tape tape, ref Node node)
    {
        if (!tape.TryGradient(node.A, out var df)) return;
        int rows = node.Shape[0], count = node.Shape[1], width = df.Length / rows;
        var candidates = (float*)node.Saved0;
        for (var i = 0; i < rows * count; i++)
            RowKernels.AddScaled(new ReadOnlySpan<float>(candidates + i * width, width), node.Gradient[i], df.Slice(i / count * width, width));
    }
}

using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>
    /// The cross-entropy of each row's target among a shared sample of negatives (Jean et al., "On Using Very Large Target Vocabulary for Neural Machine
    /// Translation", ACL 2015): a scalar, Σ w · loss / Σ w.
    /// </summary>
    /// <param name="hidden">N rows of D: shape [..., D].</param>
    /// <param name="table">One vector for each of V classes, shape [V, D].</param>
    /// <param name="bias">Shape [V], or null for none.</param>
    /// <param name="targets">N classes; ignored where the weight is 0.</param>
    /// <param name="weights">N weights, finite and not negative, at least one above 0. Rows of weight 0 cost nothing.</param>
    /// <param name="negatives">S classes, shared by all rows; one that equals a row's target does not count in that row.</param>
    /// <param name="targetCorrections">N numbers subtracted from the targets' logits: log of the expected count in the sample. Empty for none.</param>
    /// <param name="negativeCorrections">S numbers subtracted from the negatives' logits. Empty for none.</param>
    /// <exception cref="ArgumentException">A shape, length or weight does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is out of range.</exception>
    public Variable SampledSoftmax(
        Variable hidden,
        Parameter table,
        Parameter? bias,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<int> negatives,
        ReadOnlySpan<float> targetCorrections = default,
        ReadOnlySpan<float> negativeCorrections = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ref var input = ref NodeOf(hidden, nameof(hidden));
        if (table.Value.Shape.Rank != 2 || input.Shape.Rank == 0 || input.Shape.Last != table.Value.Shape[1])
            throw Mismatch("table", table.Value.Shape, "cannot score rows", input.Shape, nameof(table));
        int classes = table.Value.Shape[0], width = input.Shape.Last;
        if (bias is not null && bias.Value.Shape != new Shape(classes)) throw Mismatch("bias", bias.Value.Shape, "does not fit table", table.Value.Shape, nameof(bias));
        RequireRows(targets.Length, input.Shape, nameof(targets));
        RequireRows(weights.Length, input.Shape, nameof(weights));
        if (!targetCorrections.IsEmpty) RequireRows(targetCorrections.Length, input.Shape, nameof(targetCorrections));
        if (!negativeCorrections.IsEmpty && negativeCorrections.Length != negatives.Length)
            throw Misfit($"negativeCorrections has {negativeCorrections.Length} entries, but there are {negatives.Length} negatives.", nameof(negativeCorrections));
        foreach (var id in negatives) RequireClass(id, classes, nameof(negatives));
        var count = CountRows(targets, weights, classes, out var total);

        var e = Parameter(table);
        var b = bias is null ? (Variable?)null : Parameter(bias);
        var sample = SoftmaxSample.Create(Workspace, width, negatives.Length, count);
        sample->Gather(NodeOf(hidden, nameof(hidden)).Value, targets, weights, targetCorrections);
        sample->GatherNegatives(Workspace, table.Value.Pointer, bias is null ? null : bias.Value.Pointer, negatives, negativeCorrections);

        var mark = Workspace.Mark();
        var packed = Workspace.AllocateFloats(Gemm.PackedLength(width, negatives.Length));
        Gemm.Pack(width, negatives.Length, sample->Negatives, 1, width, packed);
        Context.For(sample->Tiles, new SoftmaxForwardTiles(sample, table.Value.Pointer, bias is null ? null : bias.Value.Pointer, packed));
        Workspace.Release(mark);

        var value = Workspace.AllocateFloats(1);
        var loss = 0.0;
        for (var i = 0; i < sample->Count; i++) loss += (double)sample->Weights[i] * sample->Losses[i];
        *value = (float)(loss / total);
        ref var node = ref Record(default, value, &SampledSoftmaxBackward, hidden.Index, e.Index, out var y);
        if (b is { } offsets) node.C = offsets.Index;
        node.Saved0 = sample;
        node.Number = (float)total;
        return y;
    }

    private static void SampledSoftmaxBackward(Tape tape, ref Node node)
    {
        var sample = (SoftmaxSample*)node.Saved0;
        int width = sample->Width, count = sample->Count, negatives = sample->NegativeCount;
        var dHidden = tape.GradientOf(node.A);
        var mark = tape.Workspace.Mark();
        var packed = tape.Workspace.AllocateFloats(Gemm.PackedLength(negatives, width));
        Gemm.Pack(negatives, width, sample->Negatives, width, 1, packed);
        var scratch = tape.Workspace.AllocateFloats(count * width);
        tape.Context.For(
            sample->Tiles, new SoftmaxBackwardTiles(sample, *node.Gradient / node.Number, tape.Input(node.B).Value, packed, dHidden, scratch));

        // Logits are their gradients now. Rows of the table may repeat.
        if (tape.Input(node.B).NeedsGradient)
        {
            var dNegatives = tape.Workspace.AllocateZeros(negatives * width);
            MatrixProduct.Add(tape.Context, tape.Workspace, negatives, width, count, sample->Logits, 1, negatives, sample->Hidden, width, 1, dNegatives, width);
            tape.AddRowGradients(node.B, negatives, width, sample->NegativeIds, dNegatives);
            tape.AddRowGradients(node.B, count, width, sample->Targets, sample->Hidden, sample->TargetLogits);
        }

        if (node.C != Node.None && tape.Input(node.C).NeedsGradient)
        {
            var sums = tape.Workspace.AllocateZeros(negatives);
            Tiled.AddColumnSums(tape.Context, tape.Workspace, count, negatives, sample->Logits, sums);
            tape.AddRowGradients(node.C, negatives, 1, sample->NegativeIds, sums);
            tape.AddRowGradients(node.C, count, 1, sample->Targets, sample->TargetLogits);
        }

        tape.Workspace.Release(mark);
    }

    private static void RequireClass(int id, int classes, string name)
    {
        if ((uint)id >= (uint)classes) throw new ArgumentOutOfRangeException(name, id, $"{name} must hold classes in [0, {classes}).");
    }
}

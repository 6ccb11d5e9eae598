using System.Runtime.CompilerServices;
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
        // Checked before the parameters go on the tape: a wrong call leaves it as it was.
        ref var input = ref NodeOf(hidden, nameof(hidden));
        CheckSample(
            input.Shape, table.Value.Shape, bias?.Value.Shape, targets, weights, negatives, targetCorrections.Length, negativeCorrections.Length, out _);
        return CountedSampledSoftmax(
            hidden, Parameter(table), bias is null ? null : Parameter(bias), targets, weights, negatives, targetCorrections, negativeCorrections, out _);
    }

    /// <summary>
    /// As <see cref="SampledSoftmax"/>, over a table that may have been computed on this tape; also counts the rows with a weight above 0 in which no negative's
    /// corrected logit is above the target's.
    /// </summary>
    internal Variable CountedSampledSoftmax(
        Variable hidden,
        Variable table,
        Variable? bias,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<int> negatives,
        ReadOnlySpan<float> targetCorrections,
        ReadOnlySpan<float> negativeCorrections,
        out int right)
    {
        ref var input = ref NodeOf(hidden, nameof(hidden));
        ref var vectors = ref NodeOf(table, nameof(table));
        float* rows = vectors.Value, offsets = bias is { } b ? NodeOf(b, nameof(bias)).Value : null;
        var count = CheckSample(
            input.Shape, vectors.Shape, bias?.Shape, targets, weights, negatives, targetCorrections.Length, negativeCorrections.Length, out var total, nameof(SampledSoftmax));
        var width = input.Shape.Last;
        var sample = SoftmaxSample.Create(Workspace, width, negatives.Length, count);
        sample->Gather(input.Value, targets, weights, targetCorrections);
        sample->GatherNegatives(Workspace, rows, offsets, negatives, negativeCorrections);

        var mark = Workspace.Mark();
        var packed = Workspace.AllocateFloats(Gemm.PackedLength(width, negatives.Length));
        Gemm.Pack(width, negatives.Length, sample->Negatives, 1, width, packed);
        Context.For(sample->Tiles, new SoftmaxForwardTiles(sample, rows, offsets, packed));
        Workspace.Release(mark);

        var value = Workspace.AllocateFloats(1);
        var loss = 0.0;
        right = 0;
        for (var i = 0; i < sample->Count; i++)
        {
            loss += (double)sample->Weights[i] * sample->Losses[i];
            right += sample->Right[i];
        }

        *value = (float)(loss / total);
        ref var node = ref Record(default, value, &SampledSoftmaxBackward, hidden.Index, table.Index, out var y);
        if (bias is { } c)
        {
            node.C = c.Index;
            if (Input(c.Index).NeedsGradient)
            {
                node.NeedsGradient = true;
                node.Backward = &SampledSoftmaxBackward;
            }
        }

        node.Saved0 = sample;
        node.Number = (float)total;
        return y;
    }

    private static void SampledSoftmaxBackward(Tape tape, ref Node node)
    {
        var sample = (SoftmaxSample*)node.Saved0;
        int width = sample->Width, count = sample->Count, negatives = sample->NegativeCount;
        var dHidden = tape.GradientOf(node.A);
        tape.PrepareGradient(node.B);
        tape.PrepareGradient(node.C);
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
            tape.AddRowGradients(node.B, new RowTerms(negatives, width, sample->NegativeIds, dNegatives));
            tape.AddRowGradients(node.B, new RowTerms(count, width, sample->Targets, sample->Hidden, sample->TargetLogits));
        }

        if (node.C != Node.None && tape.Input(node.C).NeedsGradient)
        {
            var sums = tape.Workspace.AllocateZeros(negatives);
            Tiled.AddColumnSums(tape.Context, tape.Workspace, count, negatives, sample->Logits, sums);
            tape.AddRowGradients(node.C, new RowTerms(negatives, 1, sample->NegativeIds, sums));
            tape.AddRowGradients(node.C, new RowTerms(count, 1, sample->Targets, sample->TargetLogits));
        }

        tape.Workspace.Release(mark);
    }

    // How many rows have a weight above 0, and the sum of the weights.
    private static int CheckSample(
        Shape hidden, Shape table, Shape? bias, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, ReadOnlySpan<int> negatives, int targetCorrections,
        int negativeCorrections, out double total, [CallerMemberName] string operation = "")
    {
        if (table.Rank != 2 || hidden.Rank == 0 || hidden.Last != table[1])
            throw Mismatch("table", table, "cannot score rows", hidden, nameof(table), operation);
        var classes = table[0];
        if (bias is { } offsets && offsets != new Shape(classes)) throw Mismatch("bias", offsets, "does not fit table", table, nameof(bias), operation);
        RequireRows(targets.Length, hidden, nameof(targets), operation);
        RequireRows(weights.Length, hidden, nameof(weights), operation);
        if (targetCorrections > 0) RequireRows(targetCorrections, hidden, nameof(targetCorrections), operation);
        if (negativeCorrections > 0 && negativeCorrections != negatives.Length)
            throw Misfit($"negativeCorrections has {negativeCorrections} entries, but there are {negatives.Length} negatives.", nameof(negativeCorrections), operation);
        foreach (var id in negatives) RequireClass(id, classes, nameof(negatives));
        return CountRows(targets, weights, classes, out total, operation);
    }

    private static void RequireClass(int id, int classes, string name)
    {
        if ((uint)id >= (uint)classes) throw new ArgumentOutOfRangeException(name, id, $"{name} must hold classes in [0, {classes}).");
    }
}

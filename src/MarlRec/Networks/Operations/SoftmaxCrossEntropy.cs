using System.Runtime.CompilerServices;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>
    /// The cross-entropy of each row's target among all classes of a large vocabulary: a scalar, Σ w · (log Σ_v exp(h · e_v + b_v) − h · e_target − b_target) / Σ w.
    /// </summary>
    /// <param name="hidden">N rows of D: shape [..., D].</param>
    /// <param name="table">One vector for each of V classes, shape [V, D]: an output layer's weights or the items' own vectors.</param>
    /// <param name="bias">Shape [V], or null for none.</param>
    /// <param name="targets">N classes; ignored where the weight is 0.</param>
    /// <param name="weights">N weights, finite and not negative, at least one above 0; empty for 1 each. Rows of weight 0 cost nothing.</param>
    /// <exception cref="ArgumentException">A shape, length or weight does not fit, or there are no rows or no classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is out of range.</exception>
    /// <remarks>
    /// The N · V logits never exist together: blocks of rows are taken through products, softmax and gradients one after the other. As the loss is a scalar,
    /// its gradient is known up to one factor when it is recorded; <see cref="Backward"/> only adds it. Logits are shifted by each row's largest, so any size
    /// is safe.
    /// </remarks>
    public Variable SoftmaxCrossEntropy(
        Variable hidden, Variable table, Variable? bias, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights = default) =>
        CountedSoftmaxCrossEntropy(hidden, table, bias, targets, weights, out _);

    /// <summary>
    /// As <see cref="SoftmaxCrossEntropy"/>; also counts the rows with a weight above 0 in which no class has a logit above the target's, which costs nothing beside
    /// the products.
    /// </summary>
    internal Variable CountedSoftmaxCrossEntropy(
        Variable hidden, Variable table, Variable? bias, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, out int right)
    {
        ref var input = ref NodeOf(hidden, nameof(hidden));
        ref var vectors = ref NodeOf(table, nameof(table));
        if (vectors.Shape.Rank != 2 || input.Shape.Rank == 0 || input.Shape.Last != vectors.Shape[1])
            throw Mismatch("table", vectors.Shape, "cannot score rows", input.Shape, nameof(table), nameof(SoftmaxCrossEntropy));
        int rows = input.Shape.Rows, classes = vectors.Shape[0], width = input.Shape.Last;
        if (classes == 0) throw Misfit($"table {vectors.Shape} holds no classes.", nameof(table), nameof(SoftmaxCrossEntropy));
        if (bias is { } b && NodeOf(b, nameof(bias)).Shape != new Shape(classes))
            throw Mismatch("bias", NodeOf(b, nameof(bias)).Shape, "does not fit table", vectors.Shape, nameof(bias), nameof(SoftmaxCrossEntropy));
        RequireRows(targets.Length, input.Shape, nameof(targets), nameof(SoftmaxCrossEntropy));
        var count = CountRows(targets, weights, classes, out var total, nameof(SoftmaxCrossEntropy));

        var head = SoftmaxHead.Create(Workspace, width, classes, count);
        head->Table = vectors.Value;
        if (bias is { } offsets) head->Bias = Input(offsets.Index).Value;
        head->List(targets, weights, total);
        if (input.NeedsGradient) head->HiddenGradient = Workspace.AllocateFloats(checked(count * width));
        if (vectors.NeedsGradient) head->TableGradient = Workspace.AllocateZeros(vectors.Shape.Length);
        if (bias is { } c && Input(c.Index).NeedsGradient) head->BiasGradient = Workspace.AllocateZeros(classes);

        var value = Workspace.AllocateFloats(1);
        var mark = Workspace.Mark();
        head->AllocateScratch(Workspace);
        (var loss, right) = RunBlocks(head, input.Value);
        *value = (float)loss;
        Workspace.Release(mark);

        ref var node = ref Record(default, value, &SoftmaxCrossEntropyBackward, hidden.Index, table.Index, out var y);
        node.Saved0 = head;
        if (bias is { } d) node.C = d.Index;
        if (head->WantsGradient)
        {
            node.NeedsGradient = true;
            node.Backward = &SoftmaxCrossEntropyBackward;
        }

        return y;
    }

    private (double Loss, int Right) RunBlocks(SoftmaxHead* head, float* hidden)
    {
        if (head->HiddenGradient != null) Context.For(head->Slices, new SoftmaxPackTiles(head));
        var loss = 0.0;
        var right = 0;
        for (var first = 0; first < head->Count; first += head->BlockRows)
        {
            head->Begin(first, hidden);
            Context.For(head->Slices, new SoftmaxLogitTiles(head));
            loss += head->Combine();
            right += head->CountRight();
            if (!head->WantsGradient) continue;
            Context.For(head->Groups, new SoftmaxGradientTiles(head));
            if (head->HiddenGradient != null) Context.For((head->Active + SoftmaxSumTiles.Rows - 1) / SoftmaxSumTiles.Rows, new SoftmaxSumTiles(head));
        }

        return (loss, right);
    }

    private static void SoftmaxCrossEntropyBackward(Tape tape, ref Node node)
    {
        var head = (SoftmaxHead*)node.Saved0;
        float* dHidden = tape.GradientOf(node.A), dTable = tape.GradientOf(node.B), dBias = tape.GradientOf(node.C);
        var factor = *node.Gradient;
        if (dHidden != null) tape.Context.For((head->Count + SoftmaxScatterTiles.Rows - 1) / SoftmaxScatterTiles.Rows, new SoftmaxScatterTiles(head, factor, dHidden));
        if (dTable != null) Tiled.AddScaled(tape.Context, head->Classes * head->Width, head->TableGradient, factor, dTable);
        if (dBias != null) Tiled.AddScaled(tape.Context, head->Classes, head->BiasGradient, factor, dBias);
    }

    // How many rows have a weight above 0, and the sum of the weights.
    private static int CountRows(
        ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, int classes, out double total, [CallerMemberName] string operation = "")
    {
        if (!weights.IsEmpty && weights.Length != targets.Length)
            throw Misfit($"weights has {weights.Length} entries, but there are {targets.Length} targets.", nameof(weights), operation);
        var count = 0;
        total = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (!(weight >= 0) || float.IsInfinity(weight))
                throw Misfit($"weights[{i}] is {weight}, but weights must be finite and not negative.", nameof(weights), operation);
            if (weight == 0) continue;
            if ((uint)targets[i] >= (uint)classes)
                throw new ArgumentOutOfRangeException(nameof(targets), targets[i], $"targets[{i}] must be in [0, {classes}).");
            total += weight;
            count++;
        }

        return count > 0 ? count : throw Misfit("At least one row must have a weight above zero.", nameof(weights), operation);
    }
}

using System.Runtime.CompilerServices;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>
    /// Scaled dot-product attention of several heads (Vaswani et al., "Attention Is All You Need", NeurIPS 2017): for each head,
    /// softmax(Q · Kᵀ / √d) · V. Head n reads and writes columns n·d to (n+1)·d.
    /// </summary>
    /// <param name="queries">Shape [B, Tq, N·d].</param>
    /// <param name="keys">Shape [B, Tk, N·d].</param>
    /// <param name="values">Shape [B, Tk, N·d].</param>
    /// <param name="heads">N, at least 1; divides the width.</param>
    /// <param name="keyLengths">B lengths in [0, Tk]: keys past them are not seen. Empty for none. A query that sees nothing gives zeros.</param>
    /// <param name="causal">Whether query t sees keys 0 to t only; then Tq is Tk.</param>
    /// <param name="dropout">The probability with which a probability is dropped, in [0, 1).</param>
    /// <param name="random">Gives the dropout's key; may be null if <paramref name="dropout"/> is 0.</param>
    /// <returns>Shape [B, Tq, N·d].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null, but something may be dropped.</exception>
    /// <remarks>
    /// Scores exist for a block of queries at a time, so that memory grows with T, not with its square; the backward twin computes them again, as in
    /// Rabe and Staats (2021) and Dao et al. (NeurIPS 2022).
    /// </remarks>
    public Variable Attention(
        Variable queries, Variable keys, Variable values, int heads, ReadOnlySpan<int> keyLengths = default, bool causal = false, float dropout = 0, RandomStream? random = null)
    {
        ref var q = ref NodeOf(queries, nameof(queries));
        ref var k = ref NodeOf(keys, nameof(keys));
        ref var v = ref NodeOf(values, nameof(values));
        RequireSequences(q.Shape, nameof(queries));
        if (k.Shape.Rank != 3 || k.Shape[0] != q.Shape[0] || k.Shape[2] != q.Shape[2]) throw Mismatch("keys", k.Shape, "do not fit queries", q.Shape, nameof(keys));
        if (v.Shape != k.Shape) throw Mismatch("values", v.Shape, "do not fit keys", k.Shape, nameof(values));
        var width = q.Shape[2];
        var plan = new AttentionPlan
        {
            Batch = q.Shape[0], Queries = q.Shape[1], Keys = k.Shape[1], Q = q.Value, K = k.Value, V = v.Value, QRow = width, KRow = width, VRow = width,
        };
        RequireAttention(ref plan, width, heads, keyLengths, causal, dropout, random);
        return Attend(plan, keyLengths, queries.Index, keys.Index, values.Index, random, dropout);
    }

    /// <summary>Attention of a sequence to itself; queries, keys and values are the thirds of its columns. Otherwise as <see cref="Attention"/>.</summary>
    /// <param name="projected">Shape [B, T, 3·N·d].</param>
    /// <param name="heads">N.</param>
    /// <param name="lengths">B lengths in [0, T], or empty.</param>
    /// <param name="causal">Whether a step sees itself and earlier ones only.</param>
    /// <param name="dropout">In [0, 1).</param>
    /// <param name="random">Gives the dropout's key.</param>
    /// <returns>Shape [B, T, N·d].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null, but something may be dropped.</exception>
    public Variable SelfAttention(
        Variable projected, int heads, ReadOnlySpan<int> lengths = default, bool causal = false, float dropout = 0, RandomStream? random = null)
    {
        ref var x = ref NodeOf(projected, nameof(projected));
        RequireSequences(x.Shape, nameof(projected));
        var row = x.Shape[2];
        if (row % 3 != 0) throw Misfit($"Queries, keys and values side by side [B,T,3·D] were expected, but the shape is {x.Shape}.", nameof(projected));
        var width = row / 3;
        var plan = new AttentionPlan
        {
            Batch = x.Shape[0], Queries = x.Shape[1], Keys = x.Shape[1], Q = x.Value, K = x.Value + width, V = x.Value + 2 * width, QRow = row, KRow = row, VRow = row,
        };
        RequireAttention(ref plan, width, heads, lengths, causal, dropout, random);
        return Attend(plan, lengths, projected.Index, Node.None, Node.None, random, dropout);
    }

    /// <summary>Attention to another sequence, whose keys and values are the halves of its columns. Otherwise as <see cref="Attention"/>.</summary>
    /// <param name="queries">Shape [B, Tq, N·d].</param>
    /// <param name="keysAndValues">Shape [B, Tk, 2·N·d].</param>
    /// <param name="heads">N.</param>
    /// <param name="keyLengths">B lengths in [0, Tk], or empty.</param>
    /// <param name="causal">Whether query t sees keys 0 to t only; then Tq is Tk.</param>
    /// <param name="dropout">In [0, 1).</param>
    /// <param name="random">Gives the dropout's key.</param>
    /// <returns>Shape [B, Tq, N·d].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null, but something may be dropped.</exception>
    public Variable CrossAttention(
        Variable queries, Variable keysAndValues, int heads, ReadOnlySpan<int> keyLengths = default, bool causal = false, float dropout = 0, RandomStream? random = null)
    {
        ref var q = ref NodeOf(queries, nameof(queries));
        ref var memory = ref NodeOf(keysAndValues, nameof(keysAndValues));
        RequireSequences(q.Shape, nameof(queries));
        var width = q.Shape[2];
        if (memory.Shape.Rank != 3 || memory.Shape[0] != q.Shape[0] || memory.Shape[2] != 2 * width)
            throw Mismatch("keys and values", memory.Shape, "do not fit queries", q.Shape, nameof(keysAndValues));
        var plan = new AttentionPlan
        {
            Batch = q.Shape[0], Queries = q.Shape[1], Keys = memory.Shape[1], Q = q.Value, K = memory.Value, V = memory.Value + width,
            QRow = width, KRow = 2 * width, VRow = 2 * width,
        };
        RequireAttention(ref plan, width, heads, keyLengths, causal, dropout, random);
        return Attend(plan, keyLengths, queries.Index, keysAndValues.Index, Node.None, random, dropout);
    }

    private static void RequireSequences(Shape shape, string name, [CallerMemberName] string operation = "")
    {
        if (shape.Rank != 3) throw Misfit($"Sequences [B,T,D] were expected, but the shape is {shape}.", name, operation);
    }

    private static void RequireAttention(
        ref AttentionPlan plan, int width, int heads, ReadOnlySpan<int> keyLengths, bool causal, float dropout, RandomStream? random,
        [CallerMemberName] string operation = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (width % heads != 0) throw Misfit($"{heads} heads cannot share {width} columns evenly.", nameof(heads), operation);
        if (causal && plan.Queries != plan.Keys)
            throw Misfit($"causal attention needs as many queries as keys, but there are {plan.Queries} and {plan.Keys}.", nameof(causal), operation);
        if (!keyLengths.IsEmpty) RequireLengths(keyLengths, plan.Batch, plan.Keys, operation);
        if (!(dropout >= 0 && dropout < 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "dropout must be in [0, 1).");
        if (dropout > 0) ArgumentNullException.ThrowIfNull(random);
        plan.Heads = heads;
        plan.Width = width / heads;
        plan.Causal = causal;
        plan.Scale = 1 / MathF.Sqrt(Math.Max(1, plan.Width));
    }

    // Inputs of the node: queries, keys, values. Where keys or values stand in one tensor with what comes before them, their input is none.
    private Variable Attend(AttentionPlan layout, ReadOnlySpan<int> lengths, int queries, int keys, int values, RandomStream? random, float dropout)
    {
        var shape = new Shape(layout.Batch, layout.Queries, layout.Heads * layout.Width);
        var value = Workspace.AllocateFloats(shape.Length);
        var plan = Workspace.Allocate<AttentionPlan>();
        *plan = layout;
        plan->Dropout = dropout > 0 ? new DropoutRule(dropout, random!.NextUInt64()) : default;
        if (!lengths.IsEmpty)
        {
            plan->Lengths = Workspace.AllocateInts(lengths.Length);
            lengths.CopyTo(new Span<int>(plan->Lengths, lengths.Length));
        }

        ref var node = ref Record(shape, value, &AttentionBackward, queries, keys, out var y);
        node.C = values;
        node.Saved0 = plan;
        if (values != Node.None && Input(values).NeedsGradient)
        {
            node.NeedsGradient = true;
            node.Backward = &AttentionBackward;
        }

        if (node.NeedsGradient) plan->LogSums = Workspace.AllocateFloats(checked(plan->Pairs * plan->Queries));
        var mark = Workspace.Mark();
        if (shape.Length > 0)
        {
            var tiles = plan->Pairs * plan->Chunks;
            var scratch = TileScratch.Create(Workspace, Context, tiles, AttentionForwardTiles.ScratchLength(plan));
            Context.For(tiles, new AttentionForwardTiles(plan, scratch, value));
        }

        Workspace.Release(mark);
        return y;
    }

    private static void AttentionBackward(Tape tape, ref Node node)
    {
        var plan = (AttentionPlan*)node.Saved0;
        var width = plan->Heads * plan->Width;
        var gradients = default(AttentionGradients);
        // Of one variable in two places nothing may be written, only added.
        if (node.A == node.B || node.A == node.C || (node.B == node.C && node.B != Node.None))
        {
            tape.GradientOf(node.A);
            tape.GradientOf(node.B);
        }

        gradients.Q = tape.GradientOf(node.A, out var add);
        gradients.FreshQ = !add;
        if (node.B == Node.None)
        {
            gradients.K = gradients.Q == null ? null : gradients.Q + width;
            gradients.V = gradients.Q == null ? null : gradients.Q + 2 * width;
            gradients.FreshK = gradients.FreshV = !add;
        }
        else
        {
            gradients.K = tape.GradientOf(node.B, out add);
            gradients.FreshK = !add;
            gradients.V = gradients.K == null ? null : gradients.K + width;
            gradients.FreshV = !add;
            if (node.C != Node.None)
            {
                gradients.V = tape.GradientOf(node.C, out add);
                gradients.FreshV = !add;
            }
        }

        if (plan->Width == 0) return;
        var mark = tape.Workspace.Mark();
        var scratch = TileScratch.Create(tape.Workspace, tape.Context, plan->Pairs, AttentionBackwardTiles.ScratchLength(plan));
        tape.Context.For(plan->Pairs, new AttentionBackwardTiles(plan, scratch, node.Value, node.Gradient, gradients));
        tape.Workspace.Release(mark);
    }
}

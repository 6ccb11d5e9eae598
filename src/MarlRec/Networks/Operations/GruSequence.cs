using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>
    /// A gated recurrent unit (Cho et al., 2014) over whole sequences; steps past a sequence's length give zeros and cost nothing. With the gates r and z,
    /// n = tanh(W x + b + r ∘ (U h + c)) and h ← (1 − z) ∘ n + z ∘ h, as in PyTorch.
    /// </summary>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T].</param>
    /// <param name="inputWeight">W, shape [3H, D], gates in the order r, z, n.</param>
    /// <param name="hiddenWeight">U, shape [3H, H].</param>
    /// <param name="inputBias">b, shape [3H].</param>
    /// <param name="hiddenBias">c, shape [3H]: inside the product with r, so not the same as adding it to b.</param>
    /// <param name="initial">The states before the first step, shape [B, H]; null for zeros.</param>
    /// <returns>Shape [B, T, H]: the state after each step.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable GruSequence(
        Variable x, ReadOnlySpan<int> lengths, Variable inputWeight, Variable hiddenWeight, Variable inputBias, Variable hiddenBias, Variable? initial = null)
    {
        ref var input = ref NodeOf(x, nameof(x));
        ref var wx = ref NodeOf(inputWeight, nameof(inputWeight));
        ref var wh = ref NodeOf(hiddenWeight, nameof(hiddenWeight));
        ref var bx = ref NodeOf(inputBias, nameof(inputBias));
        ref var bh = ref NodeOf(hiddenBias, nameof(hiddenBias));
        RequireSequences(input.Shape, nameof(x));
        int batch = input.Shape[0], time = input.Shape[1], d = input.Shape[2];
        if (wh.Shape.Rank != 2 || wh.Shape[0] != 3 * wh.Shape[1])
            throw Misfit($"Hidden weights [3H,H] were expected, but the shape is {wh.Shape}.", nameof(hiddenWeight));
        var h = wh.Shape[1];
        if (wx.Shape != new Shape(3 * h, d)) throw Mismatch("input weights", wx.Shape, "cannot multiply input", input.Shape, nameof(inputWeight));
        if (bx.Shape != new Shape(3 * h)) throw Mismatch("bias", bx.Shape, "does not fit hidden weights", wh.Shape, nameof(inputBias));
        if (bh.Shape != new Shape(3 * h)) throw Mismatch("bias", bh.Shape, "does not fit hidden weights", wh.Shape, nameof(hiddenBias));
        float* start = null;
        if (initial is { } states)
        {
            ref var first = ref NodeOf(states, nameof(initial));
            if (first.Shape != new Shape(batch, h)) throw Mismatch("initial states", first.Shape, "do not fit input", input.Shape, nameof(initial));
            start = first.Value;
        }

        RequireLengths(lengths, batch, time);
        var shape = new Shape(batch, time, h);
        var value = Workspace.AllocateFloats(shape.Length);
        var beginning = Workspace.Mark();
        var plan = GruPlan.Create(Workspace, batch, time, d, h, lengths, start);
        plan->HiddenBias = hiddenBias.Index;
        plan->Initial = initial?.Index ?? Node.None;
        RunGru(plan, input.Value, wx.Value, wh.Value, bx.Value, bh.Value, value);

        var needs = bh.NeedsGradient || wh.NeedsGradient || bx.NeedsGradient || (initial is { } s && Input(s.Index).NeedsGradient);
        ref var node = ref Record(shape, value, &GruSequenceBackward, x.Index, inputWeight.Index, out var y);
        node.C = hiddenWeight.Index;
        node.D = inputBias.Index;
        node.Saved0 = plan;
        if (needs)
        {
            node.NeedsGradient = true;
            node.Backward = &GruSequenceBackward;
        }

        if (!node.NeedsGradient) Workspace.Release(beginning);
        return y;
    }

    private void RunGru(GruPlan* plan, float* x, float* wx, float* wh, float* bx, float* bh, float* value)
    {
        int d = plan->Inputs, h = plan->Hidden;
        var mark = Workspace.Mark();
        var packedInput = Workspace.AllocateFloats(Gemm.PackedLength(d, 3 * h));
        var packedGates = Workspace.AllocateFloats(Gemm.PackedLength(h, 2 * h));
        var packedCandidate = Workspace.AllocateFloats(Gemm.PackedLength(h, h));
        MatrixProduct.Pack(Context, d, 3 * h, wx, 1, d, packedInput);
        MatrixProduct.Pack(Context, h, 2 * h, wh, 1, h, packedGates);
        MatrixProduct.Pack(Context, h, h, wh + (nint)2 * h * h, 1, h, packedCandidate);

        // Of the gates r and z both biases are one.
        var bias = Workspace.AllocateFloats(3 * h);
        for (var i = 0; i < 3 * h; i++) bias[i] = i < 2 * h ? bx[i] + bh[i] : bx[i];
        Context.For(plan->Rows.Tiles, new GruForwardTiles(plan, x, bias, bh + 2 * h, packedInput, packedGates, packedCandidate, value));
        Workspace.Release(mark);
    }

    private static void GruSequenceBackward(Tape tape, ref Node node)
    {
        var plan = (GruPlan*)node.Saved0;
        int d = plan->Inputs, h = plan->Hidden, g = 3 * h, steps = plan->Rows.Steps, tiles = plan->Rows.Tiles;
        float* wx = tape.Input(node.B).Value, wh = tape.Input(node.C).Value;
        float* dx = tape.GradientOf(node.A), dwx = tape.GradientOf(node.B), dwh = tape.GradientOf(node.C), dbx = tape.GradientOf(node.D);
        float* dbh = tape.GradientOf(plan->HiddenBias), dInitial = tape.GradientOf(plan->Initial);
        var workspace = tape.Workspace;
        var mark = workspace.Mark();
        var packedGates = workspace.AllocateFloats(Gemm.PackedLength(2 * h, h));
        var packedCandidate = workspace.AllocateFloats(Gemm.PackedLength(h, h));
        MatrixProduct.Pack(tape.Context, 2 * h, h, wh, h, 1, packedGates);
        MatrixProduct.Pack(tape.Context, h, h, wh + (nint)2 * h * h, h, 1, packedCandidate);
        float* packedInput = null, dxPacked = null;
        if (dx != null)
        {
            packedInput = workspace.AllocateFloats(Gemm.PackedLength(g, d));
            MatrixProduct.Pack(tape.Context, g, d, wx, d, 1, packedInput);
            dxPacked = workspace.AllocateFloats(steps * d);
        }

        var previousStates = workspace.AllocateFloats(steps * h);
        var carry = workspace.AllocateFloats(tiles * SequencePlan.TileRows * h);
        tape.Context.For(
            tiles, new GruBackwardTiles(plan, node.Gradient, packedGates, packedCandidate, packedInput, previousStates, carry, dx, dxPacked, dInitial));

        // Gates and candidates are gradients now. One product over all steps for each weight.
        if (dwx != null) MatrixProduct.Add(tape.Context, workspace, g, d, steps, plan->Gates, 1, g, plan->X, d, 1, dwx, d);
        if (dwh != null)
        {
            var packedStates = workspace.AllocateFloats(Gemm.PackedLength(steps, h));
            MatrixProduct.Pack(tape.Context, steps, h, previousStates, h, 1, packedStates);
            var dCandidate = dwh + (nint)2 * h * h;
            MatrixProduct.RunPacked(tape.Context, 2 * h, h, steps, plan->Gates, 1, g, packedStates, dwh, h, dwh, h);
            MatrixProduct.RunPacked(tape.Context, h, h, steps, plan->Candidates, 1, h, packedStates, dCandidate, h, dCandidate, h);
        }

        if (dbx != null || dbh != null)
        {
            var sums = workspace.AllocateZeros(g);
            Tiled.AddColumnSums(tape.Context, workspace, steps, g, plan->Gates, sums);
            if (dbx != null) RowKernels.Add(new ReadOnlySpan<float>(sums, g), new Span<float>(dbx, g));
            if (dbh != null)
            {
                RowKernels.Add(new ReadOnlySpan<float>(sums, 2 * h), new Span<float>(dbh, 2 * h));
                Tiled.AddColumnSums(tape.Context, workspace, steps, h, plan->Candidates, dbh + 2 * h);
            }
        }

        workspace.Release(mark);
    }
}

using System.Runtime.CompilerServices;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>An LSTM over whole sequences, started from zero; steps past a sequence's length give zeros and cost nothing.</summary>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T].</param>
    /// <param name="inputWeight">Shape [4H, D], gates in the order i, f, g, o.</param>
    /// <param name="hiddenWeight">Shape [4H, H].</param>
    /// <param name="bias">Shape [4H].</param>
    /// <returns>Shape [B, T, H]: the hidden state after each step.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable LstmSequence(Variable x, ReadOnlySpan<int> lengths, Variable inputWeight, Variable hiddenWeight, Variable bias) =>
        RunLstm(x, lengths, inputWeight, hiddenWeight, bias, false);

    /// <summary>As <see cref="LstmSequence"/>, but only the state after each sequence's last step, without memory for the others.</summary>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T].</param>
    /// <param name="inputWeight">Shape [4H, D], gates in the order i, f, g, o.</param>
    /// <param name="hiddenWeight">Shape [4H, H].</param>
    /// <param name="bias">Shape [4H].</param>
    /// <returns>Shape [B, H]; zeros for an empty sequence.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable LstmLast(Variable x, ReadOnlySpan<int> lengths, Variable inputWeight, Variable hiddenWeight, Variable bias) =>
        RunLstm(x, lengths, inputWeight, hiddenWeight, bias, true);

    private Variable RunLstm(
        Variable x, ReadOnlySpan<int> lengths, Variable inputWeight, Variable hiddenWeight, Variable bias, bool lastOnly, [CallerMemberName] string operation = "")
    {
        ref var input = ref NodeOf(x, nameof(x));
        ref var wx = ref NodeOf(inputWeight, nameof(inputWeight));
        ref var wh = ref NodeOf(hiddenWeight, nameof(hiddenWeight));
        ref var b = ref NodeOf(bias, nameof(bias));
        RequireSequences(input.Shape, nameof(x), operation);
        int batch = input.Shape[0], time = input.Shape[1], d = input.Shape[2];
        if (wh.Shape.Rank != 2 || wh.Shape[0] != 4 * wh.Shape[1])
            throw Misfit($"Hidden weights [4H,H] were expected, but the shape is {wh.Shape}.", nameof(hiddenWeight), operation);
        var hidden = wh.Shape[1];
        if (wx.Shape != new Shape(4 * hidden, d)) throw Mismatch("input weights", wx.Shape, "cannot multiply input", input.Shape, nameof(inputWeight), operation);
        if (b.Shape != new Shape(4 * hidden)) throw Mismatch("bias", b.Shape, "does not fit hidden weights", wh.Shape, nameof(bias), operation);
        RequireLengths(lengths, batch, time, operation);

        var shape = lastOnly ? new Shape(batch, hidden) : new Shape(batch, time, hidden);
        var value = Workspace.AllocateFloats(shape.Length);
        var needs = input.NeedsGradient || wx.NeedsGradient || wh.NeedsGradient || b.NeedsGradient;
        var start = b.Value;
        LstmPlan* plan = null;
        if (needs) plan = LstmPlan.Create(Workspace, batch, time, d, hidden, lengths, true, lastOnly);
        var mark = Workspace.Mark();
        if (!needs) plan = LstmPlan.Create(Workspace, batch, time, d, hidden, lengths, false, lastOnly);
        var packedInput = PackedTransposed(ref wx);
        var packedHidden = PackedTransposed(ref wh);
        Context.For(plan->Tiles, new LstmForwardTiles(plan, input.Value, start, packedInput, packedHidden, value));
        Workspace.Release(mark);

        ref var node = ref Record(shape, value, &LstmSequenceBackward, x.Index, inputWeight.Index, out var y);
        node.C = hiddenWeight.Index;
        node.D = bias.Index;
        node.Saved0 = plan;
        node.NeedsGradient = needs;
        if (needs) node.Backward = &LstmSequenceBackward;
        return y;
    }

    private static void LstmSequenceBackward(Tape tape, ref Node node)
    {
        var plan = (LstmPlan*)node.Saved0;
        int d = plan->Inputs, h = plan->Hidden, g = 4 * h, steps = plan->Steps;
        ref var wx = ref tape.Input(node.B);
        ref var wh = ref tape.Input(node.C);
        var dx = tape.GradientOf(node.A, out var addInput);
        float* dwx = tape.GradientOf(node.B), dwh = tape.GradientOf(node.C), db = tape.GradientOf(node.D);

        var mark = tape.Workspace.Mark();
        var packedHidden = tape.Workspace.AllocateFloats(Gemm.PackedLength(g, h));
        MatrixProduct.Pack(tape.Context, g, h, wh.Value, h, 1, packedHidden);
        float* packedInput = null, dxChunks = null;
        if (dx != null)
        {
            packedInput = tape.Workspace.AllocateFloats(Gemm.PackedLength(g, d));
            MatrixProduct.Pack(tape.Context, g, d, wx.Value, d, 1, packedInput);
            dxChunks = tape.Workspace.AllocateFloats(checked(plan->Tiles * LstmPlan.TileRows * LstmPlan.ChunkSteps * d));
        }

        var carry = tape.Workspace.AllocateFloats(plan->Tiles * 2 * LstmPlan.TileRows * h);
        tape.Context.For(plan->Tiles, new LstmBackwardTiles(plan, node.Gradient, packedHidden, packedInput, carry, dx, addInput, dxChunks));

        // Gates are gradients now. One product over all steps for both weights.
        if (dwx != null || dwh != null)
        {
            var width = plan->Width;
            var dw = tape.Workspace.AllocateFloats(g * width);
            MatrixProduct.Write(tape.Context, tape.Workspace, g, width, steps, plan->Gates, 1, g, plan->Joined, width, 1, dw, width);
            for (var row = 0; row < g; row++)
            {
                if (dwx != null) RowKernels.Add(new ReadOnlySpan<float>(dw + row * width, d), new Span<float>(dwx + row * d, d));
                if (dwh != null) RowKernels.Add(new ReadOnlySpan<float>(dw + row * width + d, h), new Span<float>(dwh + row * h, h));
            }
        }

        if (db != null) Tiled.AddColumnSums(tape.Context, tape.Workspace, steps, g, plan->Gates, db);
        tape.Workspace.Release(mark);
    }

    internal static void RequireLengths(
        ReadOnlySpan<int> lengths, int batch, int time, [CallerMemberName] string operation = "")
    {
        if (lengths.Length != batch) throw Misfit($"lengths has {lengths.Length} entries, but the batch has {batch} rows.", nameof(lengths), operation);
        for (var i = 0; i < lengths.Length; i++)
            if ((uint)lengths[i] > (uint)time) throw new ArgumentOutOfRangeException(nameof(lengths), lengths[i], $"lengths[{i}] must be in [0, {time}].");
    }
}

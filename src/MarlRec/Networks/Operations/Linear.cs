using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>x · Wᵀ + bias.</summary>
    /// <param name="x">Shape [..., I].</param>
    /// <param name="weight">Shape [O, I].</param>
    /// <param name="bias">Shape [O], or null for none.</param>
    /// <returns>Shape [..., O].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Variable Linear(Variable x, Variable weight, Variable? bias = null)
    {
        ref var input = ref NodeOf(x, nameof(x));
        ref var weights = ref NodeOf(weight, nameof(weight));
        if (weights.Shape.Rank != 2 || input.Shape.Rank == 0 || input.Shape.Last != weights.Shape[1])
            throw Mismatch("weights", weights.Shape, "cannot multiply input", input.Shape, nameof(weight));
        int m = input.Shape.Rows, outputs = weights.Shape[0], inputs = weights.Shape[1];
        var shape = input.Shape.WithLast(outputs);
        var value = Workspace.AllocateFloats(shape.Length);
        var result = new Span<float>(value, shape.Length);
        if (bias is { } b)
        {
            ref var offsets = ref NodeOf(b, nameof(bias));
            if (offsets.Shape.Rank != 1 || offsets.Shape[0] != outputs) throw Mismatch("bias", offsets.Shape, "cannot be added to", shape, nameof(bias));
            for (var row = 0; row < m; row++) offsets.Values.CopyTo(result.Slice(row * outputs, outputs));
        }
        else
        {
            result.Clear();
        }

        MatrixProduct.Add(Context, Workspace, m, outputs, inputs, input.Value, inputs, 1, weights.Value, 1, inputs, value, outputs);
        ref var node = ref Record(shape, value, &LinearBackward, x.Index, weight.Index, out var y);
        if (bias is { } c)
        {
            node.C = c.Index;
            if (Input(c.Index).NeedsGradient)
            {
                node.NeedsGradient = true;
                node.Backward = &LinearBackward;
            }
        }

        return y;
    }

    private static void LinearBackward(Tape tape, ref Node node)
    {
        ref var input = ref tape.Input(node.A);
        ref var weights = ref tape.Input(node.B);
        int m = node.Shape.Rows, outputs = weights.Shape[0], inputs = weights.Shape[1];
        var dy = node.Gradient;
        var dx = tape.GradientOf(node.A);
        if (dx != null) MatrixProduct.Add(tape.Context, tape.Workspace, m, inputs, outputs, dy, outputs, 1, weights.Value, inputs, 1, dx, inputs);
        var dw = tape.GradientOf(node.B);
        if (dw != null) MatrixProduct.Add(tape.Context, tape.Workspace, outputs, inputs, m, dy, 1, outputs, input.Value, inputs, 1, dw, inputs);
        var db = tape.GradientOf(node.C);
        if (db != null) Tiled.AddColumnSums(tape.Context, tape.Workspace, m, outputs, dy, db);
    }
}

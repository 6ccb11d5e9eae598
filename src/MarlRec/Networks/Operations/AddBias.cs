using MarlRec.Execution;
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
        RowTiles.For(Context, input.Shape.Rows, width, new AddBiasRows(width, input.Value, offsets.Value, value));
        Record(input.Shape, value, &AddBiasBackward, x.Index, bias.Index, out var y);
        return y;
    }

    private static void AddBiasBackward(Tape tape, ref Node node)
    {
        tape.PassGradient(node.A, ref node);
        var db = tape.GradientOf(node.B);
        if (db != null) Tiled.AddColumnSums(tape.Context, tape.Workspace, node.Shape.Rows, node.Shape.Last, node.Gradient, db);
    }

    private readonly struct AddBiasRows(int width, float* x, float* bias, float* y) : ITileBody
    {
        private readonly float* _x = x, _bias = bias, _y = y;

        public void Run(int row)
        {
            var at = (nint)row * width;
            Elementwise.Binary(new ReadOnlySpan<float>(_x + at, width), new ReadOnlySpan<float>(_bias, width), new Span<float>(_y + at, width), default(AddKernel));
        }
    }
}

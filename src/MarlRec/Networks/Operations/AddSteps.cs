using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>x[b, t] + table[first + t] for each sequence b and step t: positions.</summary>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="table">Shape [P, D].</param>
    /// <param name="first">The row for step 0: 0 or more, with first + T at most P.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or there are more steps than rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="first"/> is negative.</exception>
    public Variable AddSteps(Variable x, Variable table, int first = 0)
    {
        ref var input = ref NodeOf(x, nameof(x));
        ref var rows = ref NodeOf(table, nameof(table));
        RequireSequences(input.Shape, nameof(x));
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (rows.Shape.Rank != 2 || rows.Shape[1] != input.Shape[2] || rows.Shape[0] - first < input.Shape[1])
            throw Mismatch($"table, from row {first} on,", rows.Shape, "has no row for each step of", input.Shape, nameof(table));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        int batch = input.Shape[0], length = input.Shape[1] * input.Shape[2];
        Context.For(length == 0 ? 0 : batch, new AddStepsTiles(length, input.Value, rows.Value + (nint)first * input.Shape[2], value));
        Record(input.Shape, value, &AddStepsBackward, x.Index, table.Index, out var y).Integer = first;
        return y;
    }

    private static void AddStepsBackward(Tape tape, ref Node node)
    {
        tape.PassGradient(node.A, ref node);
        var dTable = tape.GradientOf(node.B);
        // Sequences are the rows of one matrix, whose columns are summed.
        var length = node.Shape[1] * node.Shape[2];
        if (dTable != null) Tiled.AddColumnSums(tape.Context, tape.Workspace, node.Shape[0], length, node.Gradient, dTable + (nint)node.Integer * node.Shape[2]);
    }

    private readonly struct AddStepsTiles(int length, float* x, float* steps, float* y) : ITileBody
    {
        private readonly float* _x = x, _steps = steps, _y = y;

        public void Run(int tile)
        {
            var offset = (nint)tile * length;
            Elementwise.Binary(
                new ReadOnlySpan<float>(_x + offset, length), new ReadOnlySpan<float>(_steps, length), new Span<float>(_y + offset, length), default(AddKernel));
        }
    }
}

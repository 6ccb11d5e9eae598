using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    private const float ShortestRow = 1e-12f;

    /// <summary>Each row at length 1, x / |x|: products of two such rows are the cosines of their angles.</summary>
    /// <param name="x">Shape [..., D], values up to about 10¹⁸.</param>
    /// <returns>The shape of <paramref name="x"/>. A row shorter than 10⁻¹² has no direction: it becomes zero, and no gradient passes through it.</returns>
    /// <exception cref="ArgumentException">The shape is a scalar's.</exception>
    public Variable NormalizeRows(Variable x)
    {
        ref var input = ref NodeOf(x, nameof(x));
        if (input.Shape.Rank == 0) throw Misfit($"Rows [...,D] were expected, but the shape is {input.Shape}.", nameof(x));
        int rows = input.Shape.Rows, width = input.Shape.Last;
        var value = Workspace.AllocateFloats(input.Shape.Length);
        var scales = Workspace.AllocateFloats(rows);
        RowTiles.For(Context, rows, width, new UnitRows(width, input.Value, scales, value));
        Record(input.Shape, value, &NormalizeRowsBackward, x.Index, Node.None, out var y).Saved0 = scales;
        return y;
    }

    private static void NormalizeRowsBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A, out var add);
        int rows = node.Shape.Rows, width = node.Shape.Last;
        if (dx != null) RowTiles.For(tape.Context, rows, width, new UnitRowGradients(width, node.Value, (float*)node.Saved0, node.Gradient, dx, add));
    }

    private readonly struct UnitRows(int width, float* x, float* scales, float* y) : ITileBody
    {
        private readonly float* _x = x, _scales = scales, _y = y;

        public void Run(int row)
        {
            var at = (nint)row * width;
            _scales[row] = UnitRowKernel.Forward(new ReadOnlySpan<float>(_x + at, width), ShortestRow, new Span<float>(_y + at, width));
        }
    }

    private readonly struct UnitRowGradients(int width, float* y, float* scales, float* dy, float* dx, bool add) : ITileBody
    {
        private readonly float* _y = y, _scales = scales, _dy = dy, _dx = dx;

        public void Run(int row)
        {
            var at = (nint)row * width;
            UnitRowKernel.Backward(
                new ReadOnlySpan<float>(_y + at, width), _scales[row], new ReadOnlySpan<float>(_dy + at, width), new Span<float>(_dx + at, width), add);
        }
    }
}

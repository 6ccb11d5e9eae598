using MarlRec.Execution;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>One element of each row: y[n] = x[n, columns[n]], such as the value of the action taken.</summary>
    /// <param name="x">Shape [N, C].</param>
    /// <param name="columns">N indices in [0, C); ignored where the mask is false.</param>
    /// <param name="mask">N flags: rows of false, such as steps past an episode's end, give 0 and get no gradient. Empty to take all.</param>
    /// <returns>Shape [N].</returns>
    /// <exception cref="ArgumentException">The shape is not a matrix, or the number of indices or flags is not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public Variable GatherColumns(Variable x, ReadOnlySpan<int> columns, ReadOnlySpan<bool> mask = default)
    {
        ref var input = ref NodeOf(x, nameof(x));
        RequireMatrix(input.Shape, nameof(x));
        RequireRows(columns.Length, input.Shape, nameof(columns));
        if (!mask.IsEmpty) RequireRows(mask.Length, input.Shape, nameof(mask));
        var width = input.Shape[1];
        for (var i = 0; i < columns.Length; i++)
        {
            if ((uint)columns[i] >= (uint)width && (mask.IsEmpty || mask[i]))
                throw new ArgumentOutOfRangeException(nameof(columns), columns[i], $"columns[{i}] must be in [0, {width}) for shape {input.Shape}.");
        }

        var index = Workspace.AllocateInts(columns.Length);
        var value = Workspace.AllocateFloats(columns.Length);
        for (var i = 0; i < columns.Length; i++) index[i] = mask.IsEmpty || mask[i] ? columns[i] : -1;
        RowTiles.For(Context, columns.Length, 1, new GatherColumnsRows(width, input.Value, index, value));
        Record(new Tensors.Shape(columns.Length), value, &GatherColumnsBackward, x.Index, Node.None, out var y).Saved0 = index;
        return y;
    }

    private static void GatherColumnsBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A);
        if (dx != null) RowTiles.For(tape.Context, node.Shape[0], 1, new ScatterColumnsRows(tape.Input(node.A).Shape[1], node.Gradient, (int*)node.Saved0, dx));
    }

    private readonly struct GatherColumnsRows(int width, float* x, int* index, float* y) : ITileBody
    {
        private readonly float* _x = x, _y = y;
        private readonly int* _index = index;

        public void Run(int row) => _y[row] = _index[row] < 0 ? 0 : _x[(nint)row * width + _index[row]];
    }

    private readonly struct ScatterColumnsRows(int width, float* dy, int* index, float* dx) : ITileBody
    {
        private readonly float* _dy = dy, _dx = dx;
        private readonly int* _index = index;

        public void Run(int row)
        {
            if (_index[row] >= 0) _dx[(nint)row * width + _index[row]] += _dy[row];
        }
    }
}

using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The largest allowed element of each row, such as the value of the best action; its gradient goes to that element.</summary>
    /// <param name="x">Shape [N, C].</param>
    /// <param name="mask">N · C flags, true where allowed; empty to allow all.</param>
    /// <param name="columns">Receives the N columns; empty when they are not wanted. Of equal elements the first counts.</param>
    /// <returns>Shape [N]. A NaN among the allowed elements is the largest.</returns>
    /// <exception cref="ArgumentException">The shape is not a matrix, a length does not fit, or a row allows nothing.</exception>
    public Variable MaximumColumns(Variable x, ReadOnlySpan<bool> mask = default, Span<int> columns = default)
    {
        ref var input = ref NodeOf(x, nameof(x));
        RequireAllowed(input.Shape, mask, nameof(x));
        int rows = input.Shape[0], width = input.Shape[1];
        if (!columns.IsEmpty && columns.Length != rows)
            throw Misfit($"columns has room for {columns.Length} entries, but {input.Shape} has {rows} rows.", nameof(columns));
        var index = Workspace.AllocateInts(rows);
        var value = Workspace.AllocateFloats(rows);
        fixed (bool* allowed = mask) RowTiles.For(Context, rows, width, new MaximumRows(width, input.Value, allowed, index, value));
        if (!columns.IsEmpty) new ReadOnlySpan<int>(index, rows).CopyTo(columns);
        Record(new Shape(rows), value, &GatherColumnsBackward, x.Index, Node.None, out var y).Saved0 = index;
        return y;
    }

    private readonly struct MaximumRows(int width, float* x, bool* mask, int* index, float* y) : ITileBody
    {
        private readonly float* _x = x, _y = y;
        private readonly bool* _mask = mask;
        private readonly int* _index = index;

        public void Run(int row)
        {
            var x = _x + (nint)row * width;
            var mask = _mask == null ? null : _mask + (nint)row * width;
            var best = -1;
            for (var i = 0; i < width; i++)
            {
                if (mask != null && !mask[i]) continue;
                if (best < 0 || x[i] > x[best] || float.IsNaN(x[i])) best = i;
                if (float.IsNaN(x[i])) break;
            }

            _index[row] = best;
            _y[row] = x[best];
        }
    }
}

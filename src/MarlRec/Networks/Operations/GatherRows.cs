namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>Chosen rows, in the given order; a row may be chosen more than once.</summary>
    /// <param name="x">Shape [..., D], seen as M rows of D.</param>
    /// <param name="rows">N indices in [0, M).</param>
    /// <returns>Shape [N, D].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public Variable GatherRows(Variable x, ReadOnlySpan<int> rows)
    {
        ref var input = ref NodeOf(x, nameof(x));
        int width = input.Shape.Last, count = input.Shape.Rows;
        var index = CopyIndices(rows, count, nameof(rows));
        var value = Workspace.AllocateFloats(checked(rows.Length * width));
        RowTransfer.Gather(Context, rows.Length, width, index, input.Value, value);
        Record(new Tensors.Shape(rows.Length, width), value, &GatherRowsBackward, x.Index, Node.None, out var y).Saved0 = index;
        return y;
    }

    private static void GatherRowsBackward(Tape tape, ref Node node) =>
        tape.AddRowGradients(node.A, new RowTerms(node.Shape[0], node.Shape.Last, (int*)node.Saved0, node.Gradient));
}

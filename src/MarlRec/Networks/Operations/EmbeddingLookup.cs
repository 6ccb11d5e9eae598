namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>Rows of a table, one for each id.</summary>
    /// <param name="table">Shape [V, D].</param>
    /// <param name="ids">B · T ids in [0, V).</param>
    /// <param name="batch">B.</param>
    /// <param name="time">T.</param>
    /// <returns>Shape [B, T, D].</returns>
    /// <exception cref="ArgumentException">The table is not a matrix, or the number of ids is not B · T.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public Variable EmbeddingLookup(Variable table, ReadOnlySpan<int> ids, int batch, int time)
    {
        ref var rows = ref NodeOf(table, nameof(table));
        if (rows.Shape.Rank != 2) throw Misfit($"A table [V,D] was expected, but the shape is {rows.Shape}.", nameof(table));
        int count = rows.Shape[0], width = rows.Shape[1];
        var shape = new Tensors.Shape(batch, time, width);
        if (ids.Length != (long)batch * time) throw Misfit($"ids has {ids.Length} entries, but batch {batch} times time {time} were expected.", nameof(ids));
        var saved = CopyIndices(ids, count, nameof(ids));
        var value = Workspace.AllocateFloats(shape.Length);
        RowTransfer.Gather(Context, ids.Length, width, saved, rows.Value, value);
        Record(shape, value, &EmbeddingLookupBackward, table.Index, Node.None, out var y).Saved0 = saved;
        return y;
    }

    private static void EmbeddingLookupBackward(Tape tape, ref Node node) =>
        tape.AddRowGradients(node.A, new RowTerms(node.Shape.Rows, node.Shape.Last, (int*)node.Saved0, node.Gradient));

    /// <summary>Indices checked, then copied to the workspace.</summary>
    private int* CopyIndices(ReadOnlySpan<int> indices, int limit, string name)
    {
        for (var i = 0; i < indices.Length; i++)
            if ((uint)indices[i] >= (uint)limit) throw new ArgumentOutOfRangeException(name, indices[i], $"{name}[{i}] must be in [0, {limit}).");
        var copy = Workspace.AllocateInts(indices.Length);
        indices.CopyTo(new Span<int>(copy, indices.Length));
        return copy;
    }
}

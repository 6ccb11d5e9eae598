namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>One element of each row: y[n] = x[n, columns[n]].</summary>
    /// <param name="x">Shape [N, C].</param>
    /// <param name="columns">N indices in [0, C).</param>
    /// <returns>Shape [N].</returns>
    /// <exception cref="ArgumentException">The shape is not a matrix, or the number of indices is not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public Variable GatherColumns(Variable x, ReadOnlySpan<int> columns)
    {
        ref var input = ref NodeOf(x, nameof(x));
        RequireRows(input.Shape, columns.Length, nameof(columns));
        var width = input.Shape[1];
        var index = Workspace.AllocateInts(columns.Length);
        var value = Workspace.AllocateFloats(columns.Length);
        for (var i = 0; i < columns.Length; i++)
        {
            if ((uint)columns[i] >= (uint)width)
                throw new ArgumentOutOfRangeException(nameof(columns), columns[i], $"columns[{i}] must be in [0, {width}) for shape {input.Shape}.");
            index[i] = columns[i];
            value[i] = input.Value[i * width + columns[i]];
        }

        Record(new Tensors.Shape(columns.Length), value, &GatherColumnsBackward, x.Index, Node.None, out var y).Saved0 = index;
        return y;
    }

    private static void GatherColumnsBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A);
        if (dx == null) return;
        var width = tape.Input(node.A).Shape[1];
        var index = (int*)node.Saved0;
        for (var i = 0; i < node.Shape[0]; i++) dx[i * width + index[i]] += node.Gradient[i];
    }

    private static void RequireRows(Tensors.Shape shape, int rows, string name)
    {
        if (shape.Rank != 2) throw new ArgumentException($"A matrix [N,C] was expected, but the shape is {shape}.", name);
        if (shape[0] != rows) throw new ArgumentException($"{name} has {rows} entries, but {shape} has {shape[0]} rows.", name);
    }
}

using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The mean of each sequence's steps; zeros for an empty one.</summary>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T]: steps past them do not count. Empty for none.</param>
    /// <returns>Shape [B, D].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable MeanSteps(Variable x, ReadOnlySpan<int> lengths = default)
    {
        ref var input = ref NodeOf(x, nameof(x));
        RequireSequences(input.Shape, nameof(x));
        int batch = input.Shape[0], time = input.Shape[1], width = input.Shape[2];
        if (!lengths.IsEmpty) RequireLengths(lengths, batch, time);
        var counts = Workspace.AllocateInts(batch);
        if (lengths.IsEmpty) new Span<int>(counts, batch).Fill(time);
        else lengths.CopyTo(new Span<int>(counts, batch));
        var value = Workspace.AllocateFloats(checked(batch * width));
        var tiles = MeanStepsTiles.Count(batch, time, width, out var tileRows);
        Context.For(tiles, new MeanStepsTiles(tileRows, batch, time, width, counts, input.Value, value, false));
        Record(new Shape(batch, width), value, &MeanStepsBackward, x.Index, Node.None, out var y).Saved0 = counts;
        return y;
    }

    private static void MeanStepsBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A);
        if (dx == null) return;
        var shape = tape.Input(node.A).Shape;
        var tiles = MeanStepsTiles.Count(shape[0], shape[1], shape[2], out var tileRows);
        tape.Context.For(tiles, new MeanStepsTiles(tileRows, shape[0], shape[1], shape[2], (int*)node.Saved0, dx, node.Gradient, true));
    }

    // Forward the means of x; backward x is the gradient, and gets its share of what the means got.
    private readonly struct MeanStepsTiles(int tileRows, int batch, int time, int width, int* counts, float* x, float* means, bool backward) : ITileBody
    {
        private const int TileLength = 16 * 1024;
        private readonly int* _counts = counts;
        private readonly float* _x = x, _means = means;

        internal static int Count(int batch, int time, int width, out int tileRows)
        {
            tileRows = (int)Math.Clamp(TileLength / Math.Max(1, (long)time * width), 1, Math.Max(1, batch));
            return (batch + tileRows - 1) / tileRows;
        }

        public void Run(int tile)
        {
            for (var row = tile * tileRows; row < Math.Min(batch, (tile + 1) * tileRows); row++)
            {
                var count = _counts[row];
                var steps = _x + (nint)row * time * width;
                var mean = new Span<float>(_means + (nint)row * width, width);
                if (backward)
                {
                    for (var step = 0; step < count; step++) RowKernels.AddScaled(mean, 1f / count, new Span<float>(steps + (nint)step * width, width));
                }
                else
                {
                    mean.Clear();
                    ColumnSums.Add(count, width, steps, _means + (nint)row * width);
                    if (count > 0) Elementwise.Unary(mean, mean, new ScaleKernel(1f / count));
                }
            }
        }
    }
}

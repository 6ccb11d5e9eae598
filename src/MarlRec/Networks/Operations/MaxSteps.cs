using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The largest of each sequence's steps, column by column; zeros for an empty one. The gradient goes to the first step that has it.</summary>
    /// <param name="x">Shape [B, T, D], T at most 2²⁴.</param>
    /// <param name="lengths">B lengths in [0, T]: steps past them do not count. Empty for none.</param>
    /// <returns>Shape [B, D].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable MaxSteps(Variable x, ReadOnlySpan<int> lengths = default)
    {
        ref var input = ref NodeOf(x, nameof(x));
        RequireSequences(input.Shape, nameof(x));
        int batch = input.Shape[0], time = input.Shape[1], width = input.Shape[2];
        if (time > 1 << 24) throw new ArgumentException($"At most 2^24 steps were expected, but the shape is {input.Shape}.", nameof(x));
        if (!lengths.IsEmpty) RequireLengths(lengths, batch, time);
        var counts = Workspace.AllocateInts(batch);
        if (lengths.IsEmpty) new Span<int>(counts, batch).Fill(time);
        else lengths.CopyTo(new Span<int>(counts, batch));
        var value = Workspace.AllocateFloats(checked(batch * width));
        var places = Workspace.AllocateFloats(checked(batch * width));
        var tiles = MaxStepsTiles.Count(batch, time, width, out var tileRows);
        Context.For(tiles, new MaxStepsTiles(tileRows, batch, time, width, counts, input.Value, value, places, false));
        ref var node = ref Record(new Shape(batch, width), value, &MaxStepsBackward, x.Index, Node.None, out var y);
        node.Saved0 = counts;
        node.Saved1 = places;
        return y;
    }

    private static void MaxStepsBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A);
        if (dx == null) return;
        var shape = tape.Input(node.A).Shape;
        var tiles = MaxStepsTiles.Count(shape[0], shape[1], shape[2], out var tileRows);
        tape.Context.For(
            tiles, new MaxStepsTiles(tileRows, shape[0], shape[1], shape[2], (int*)node.Saved0, dx, node.Gradient, (float*)node.Saved1, true));
    }

    // Forward the largest steps of x; backward x is the gradient, and gets what they got.
    private readonly struct MaxStepsTiles(
        int tileRows, int batch, int time, int width, int* counts, float* x, float* largest, float* places, bool backward) : ITileBody
    {
        private const int TileLength = 16 * 1024;
        private readonly int* _counts = counts;
        private readonly float* _x = x, _largest = largest, _places = places;

        internal static int Count(int batch, int time, int width, out int tileRows)
        {
            tileRows = (int)Math.Clamp(TileLength / Math.Max(1, (long)time * width), 1, Math.Max(1, batch));
            return (batch + tileRows - 1) / tileRows;
        }

        public void Run(int tile)
        {
            for (var row = tile * tileRows; row < Math.Min(batch, (tile + 1) * tileRows); row++)
            {
                float* steps = _x + (nint)row * time * width, largest = _largest + (nint)row * width, places = _places + (nint)row * width;
                if (backward)
                {
                    if (_counts[row] == 0) continue;
                    for (var i = 0; i < width; i++) steps[(nint)places[i] * width + i] += largest[i];
                }
                else if (_counts[row] > 0)
                {
                    MaxStepsKernel.Run(_counts[row], width, steps, largest, places);
                }
                else
                {
                    new Span<float>(largest, width).Clear();
                }
            }
        }
    }
}

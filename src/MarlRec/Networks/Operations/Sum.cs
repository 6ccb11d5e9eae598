using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The sum of all elements, a scalar.</summary>
    /// <param name="x">Any shape.</param>
    public Variable Sum(Variable x) => SumScaled(x, 1);

    /// <summary>The mean of all elements, a scalar.</summary>
    /// <param name="x">Any shape with at least one element.</param>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public Variable Mean(Variable x)
    {
        var length = NodeOf(x, nameof(x)).Shape.Length;
        if (length == 0) throw Misfit($"x {NodeOf(x, nameof(x)).Shape} has no elements; their mean is not defined.", nameof(x));
        return SumScaled(x, 1f / length);
    }

    private Variable SumScaled(Variable x, float factor)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var length = input.Shape.Length;
        var value = Workspace.AllocateFloats(1);
        var mark = Workspace.Mark();
        var tiles = (length + SumTiles.Length - 1) / SumTiles.Length;
        var sums = Workspace.AllocateFloats(tiles);
        Context.For(tiles, new SumTiles(length, input.Value, sums));
        var sum = 0.0;
        for (var i = 0; i < tiles; i++) sum += sums[i];
        *value = (float)(sum * factor);
        Workspace.Release(mark);
        Record(default, value, &SumBackward, x.Index, Node.None, out var y).Number = factor;
        return y;
    }

    private static void SumBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A, out var add);
        if (dx != null) Tiled.Unary(tape.Context, tape.Input(node.A).Shape.Length, tape.Input(node.A).Value, dx, new ConstantKernel(*node.Gradient * node.Number), add);
    }

    // Tiles are summed in single precision, in as many chains as there are lanes; their sums in double.
    private readonly struct SumTiles(int length, float* x, float* sums) : ITileBody
    {
        internal const int Length = 4 * 1024;

        private readonly float* _x = x, _sums = sums;

        public void Run(int tile)
        {
            var first = tile * Length;
            _sums[tile] = RowKernels.Sum(new ReadOnlySpan<float>(_x + first, Math.Min(Length, length - first)));
        }
    }
}

using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    // Floats of a tile of rows.
    private const int LayerNormTile = 16 * 1024;

    /// <summary>Each row with mean 0 and variance 1, times gain, plus bias (Ba, Kiros and Hinton, "Layer Normalization", 2016).</summary>
    /// <param name="x">Shape [..., D].</param>
    /// <param name="gain">Shape [D].</param>
    /// <param name="bias">Shape [D].</param>
    /// <param name="epsilon">Added to the variance, above 0.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not above 0.</exception>
    public Variable LayerNorm(Variable x, Variable gain, Variable bias, float epsilon = 1e-5f)
    {
        ref var input = ref NodeOf(x, nameof(x));
        ref var factors = ref NodeOf(gain, nameof(gain));
        ref var offsets = ref NodeOf(bias, nameof(bias));
        if (input.Shape.Rank == 0 || factors.Shape.Rank != 1 || factors.Shape[0] != input.Shape.Last)
            throw Mismatch("gain", factors.Shape, "cannot multiply rows of", input.Shape, nameof(gain));
        if (offsets.Shape != factors.Shape) throw Mismatch("bias", offsets.Shape, "does not have the shape of gain", factors.Shape, nameof(bias));
        Throw.IfNotPositive(epsilon);
        int rows = input.Shape.Rows, width = input.Shape.Last;
        var value = Workspace.AllocateFloats(input.Shape.Length);
        var needs = input.NeedsGradient || factors.NeedsGradient || offsets.NeedsGradient;
        var statistics = needs ? Workspace.AllocateFloats(checked(2 * rows)) : null;
        if (input.Shape.Length > 0)
        {
            var tileRows = Math.Max(1, LayerNormTile / width);
            Context.For((rows + tileRows - 1) / tileRows, new LayerNormForwardTiles(
                tileRows, rows, width, input.Value, factors.Value, offsets.Value, epsilon, statistics, value));
        }

        ref var node = ref Record(input.Shape, value, &LayerNormBackward, x.Index, gain.Index, out var y);
        node.C = bias.Index;
        node.Saved0 = statistics;
        if (needs)
        {
            node.NeedsGradient = true;
            node.Backward = &LayerNormBackward;
        }

        return y;
    }

    private static void LayerNormBackward(Tape tape, ref Node node)
    {
        int rows = node.Shape.Rows, width = node.Shape.Last;
        var dx = tape.GradientOf(node.A, out var add);
        float* dGain = tape.GradientOf(node.B), dBias = tape.GradientOf(node.C);
        if (node.Shape.Length == 0) return;
        var tileRows = Math.Max(1, LayerNormTile / width);
        var tiles = (rows + tileRows - 1) / tileRows;
        var mark = tape.Workspace.Mark();
        // Each tile's own sums, added in the order of the tiles.
        float* gains = dGain == null || tiles == 1 ? dGain : tape.Workspace.AllocateZeros(checked(tiles * width));
        float* biases = dBias == null || tiles == 1 ? dBias : tape.Workspace.AllocateZeros(checked(tiles * width));
        tape.Context.For(tiles, new LayerNormBackwardTiles(
            tileRows, rows, width, tape.Input(node.A).Value, tape.Input(node.B).Value, (float*)node.Saved0, node.Gradient, dx, add, gains, biases));
        if (gains != dGain) ColumnSums.Add(tiles, width, gains, dGain);
        if (biases != dBias) ColumnSums.Add(tiles, width, biases, dBias);
        tape.Workspace.Release(mark);
    }

    private readonly struct LayerNormForwardTiles(
        int tileRows, int rows, int width, float* x, float* gain, float* bias, float epsilon, float* statistics, float* y) : ITileBody
    {
        private readonly float* _x = x, _gain = gain, _bias = bias, _statistics = statistics, _y = y;

        public void Run(int tile)
        {
            var first = tile * tileRows;
            var offset = (nint)first * width;
            float* means = _statistics == null ? null : _statistics + first, scales = _statistics == null ? null : _statistics + rows + first;
            LayerNormKernel.Forward(Math.Min(tileRows, rows - first), width, _x + offset, _gain, _bias, epsilon, means, scales, _y + offset);
        }
    }

    private readonly struct LayerNormBackwardTiles(
        int tileRows, int rows, int width, float* x, float* gain, float* statistics, float* dy, float* dx, bool add, float* gains, float* biases) : ITileBody
    {
        private readonly float* _x = x, _gain = gain, _statistics = statistics, _dy = dy, _dx = dx, _gains = gains, _biases = biases;

        public void Run(int tile)
        {
            var first = tile * tileRows;
            var offset = (nint)first * width;
            var own = (nint)tile * width;
            LayerNormKernel.Backward(
                Math.Min(tileRows, rows - first), width, _x + offset, _gain, _statistics + first, _statistics + rows + first, _dy + offset,
                _dx == null ? null : _dx + offset, add, _gains == null ? null : _gains + own, _biases == null ? null : _biases + own);
        }
    }
}

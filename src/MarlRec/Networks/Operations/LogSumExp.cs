using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The logarithm of each row's sum of exponentials over its allowed columns, log Σ_c exp(x): a smooth maximum.</summary>
    /// <param name="x">Shape [N, C].</param>
    /// <param name="mask">N · C flags, true where allowed; empty to allow all.</param>
    /// <returns>Shape [N].</returns>
    /// <exception cref="ArgumentException">The shape is not a matrix, the mask has another length, or a row allows nothing.</exception>
    /// <remarks>The row's largest allowed element is subtracted first, so that elements of any size are safe.</remarks>
    public Variable LogSumExp(Variable x, ReadOnlySpan<bool> mask = default)
    {
        ref var input = ref NodeOf(x, nameof(x));
        RequireAllowed(input.Shape, mask, nameof(x));
        int rows = input.Shape[0], width = input.Shape[1];
        var value = Workspace.AllocateFloats(rows);
        var mark = Workspace.Mark();
        var softmax = Workspace.AllocateFloats(input.Shape.Length); // the gradient
        fixed (bool* allowed = mask) RowTiles.For(Context, rows, width, new LogSumExpRows(width, input.Value, allowed, softmax, value));
        ref var node = ref Record(new Shape(rows), value, &LogSumExpBackward, x.Index, Node.None, out var y);
        node.Saved0 = softmax;
        if (!node.NeedsGradient) Workspace.Release(mark);
        return y;
    }

    private static void LogSumExpBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A);
        var width = tape.Input(node.A).Shape[1];
        if (dx != null) RowTiles.For(tape.Context, node.Shape[0], width, new LogSumExpBackwardRows(width, (float*)node.Saved0, node.Gradient, dx));
    }

    private readonly struct LogSumExpRows(int width, float* x, bool* mask, float* softmax, float* y) : ITileBody
    {
        private readonly float* _x = x, _softmax = softmax, _y = y;
        private readonly bool* _mask = mask;

        public void Run(int row)
        {
            var at = (nint)row * width;
            SoftmaxRow.Mask(width, _x + at, _mask == null ? null : _mask + at, _softmax + at);
            var (largest, logSum) = SoftmaxRow.Probabilities(width, _softmax + at, 1, _softmax + at);
            _y[row] = largest + logSum;
        }
    }

    private readonly struct LogSumExpBackwardRows(int width, float* softmax, float* dy, float* dx) : ITileBody
    {
        private readonly float* _softmax = softmax, _dy = dy, _dx = dx;

        public void Run(int row)
        {
            var at = (nint)row * width;
            RowKernels.AddScaled(new ReadOnlySpan<float>(_softmax + at, width), _dy[row], new Span<float>(_dx + at, width));
        }
    }
}

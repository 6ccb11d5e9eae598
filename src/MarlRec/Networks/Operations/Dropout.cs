using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>
    /// x with elements set to zero at random and the others multiplied by 1 / (1 − rate) (Srivastava et al., "Dropout", JMLR 2014). It drops on any tape:
    /// callers leave it out when they infer.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="rate">The probability with which an element is dropped, in [0, 1); 0 gives <paramref name="x"/> itself and draws nothing.</param>
    /// <param name="random">Gives one key of 64 bits. Which elements are dropped is a function of it and of their place: no mask takes memory.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is out of range.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public Variable Dropout(Variable x, float rate, RandomStream random)
    {
        ref var input = ref NodeOf(x, nameof(x));
        RequireDropout(rate, random);
        if (rate == 0) return x;
        var rule = new DropoutRule(rate, random.NextUInt64());
        var value = Workspace.AllocateFloats(input.Shape.Length);
        DropoutTiles.Run(Context, input.Shape.Length, input.Value, null, value, rule);
        ref var node = ref Record(input.Shape, value, &DropoutBackward, x.Index, Node.None, out var y);
        node.Saved0 = Saved(rule);
        return y;
    }

    /// <summary>residual + dropout(x), in one pass.</summary>
    /// <param name="residual">Any shape.</param>
    /// <param name="x">The shape of <paramref name="residual"/>.</param>
    /// <param name="rate">As in <see cref="Dropout"/>.</param>
    /// <param name="random">As in <see cref="Dropout"/>.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is out of range.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public Variable AddDropout(Variable residual, Variable x, float rate, RandomStream random)
    {
        ref var start = ref NodeOf(residual, nameof(residual));
        ref var input = ref NodeOf(x, nameof(x));
        if (start.Shape != input.Shape) throw Mismatch("x", input.Shape, "does not have the shape of residual", start.Shape, nameof(x));
        RequireDropout(rate, random);
        if (rate == 0) return Add(residual, x);
        var rule = new DropoutRule(rate, random.NextUInt64());
        var value = Workspace.AllocateFloats(input.Shape.Length);
        DropoutTiles.Run(Context, input.Shape.Length, input.Value, start.Value, value, rule);
        ref var node = ref Record(input.Shape, value, &DropoutBackward, x.Index, residual.Index, out var y);
        node.Saved0 = Saved(rule);
        return y;
    }

    private static void RequireDropout(float rate, RandomStream random)
    {
        if (!(rate >= 0 && rate < 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "rate must be in [0, 1).");
        ArgumentNullException.ThrowIfNull(random);
    }

    private DropoutRule* Saved(DropoutRule rule)
    {
        var saved = Workspace.Allocate<DropoutRule>();
        *saved = rule;
        return saved;
    }

    private static void DropoutBackward(Tape tape, ref Node node)
    {
        tape.PassGradient(node.B, ref node);
        var dx = tape.GradientInPlaceOf(node.A, ref node, out var add);
        if (dx != null) DropoutTiles.Run(tape.Context, node.Shape.Length, node.Gradient, add ? dx : null, dx, *(DropoutRule*)node.Saved0);
    }

    private readonly struct DropoutTiles(int length, float* x, float* start, float* target, DropoutRule rule) : ITileBody
    {
        private const int TileLength = 16 * 1024;
        private readonly float* _x = x, _start = start, _target = target;

        internal static void Run(ComputeContext context, int length, float* x, float* start, float* target, DropoutRule rule) =>
            context.For((int)(((long)length + TileLength - 1) / TileLength), new DropoutTiles(length, x, start, target, rule));

        public void Run(int tile)
        {
            var first = tile * TileLength;
            DropoutKernel.Run(Math.Min(TileLength, length - first), first, _x + first, _start == null ? null : _start + first, _target + first, rule);
        }
    }
}

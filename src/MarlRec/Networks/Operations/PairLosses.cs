using System.Runtime.CompilerServices;
using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    // Elements of a tile: a loss costs more than a copy.
    private const int LossTile = 8 * 1024;

    // Σ w · loss / Σ w, a scalar. Its gradient is known when it is recorded, up to one factor.
    private Variable MeanLoss<TLoss>(Variable predictions, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, TLoss loss, string name,
        [CallerMemberName] string operation = "")
        where TLoss : struct, IPairLoss
    {
        ref var input = ref NodeOf(predictions, name);
        var length = input.Shape.Length;
        if (targets.Length != length || length == 0)
        {
            throw Misfit(
                $"targets has {targets.Length} elements, {name} {input.Shape} has {length}; they must be equally many and not none.", nameof(targets), operation);
        }

        if (!weights.IsEmpty && weights.Length != length)
            throw Misfit($"weights has {weights.Length} elements, but {name} {input.Shape} has {length}.", nameof(weights), operation);
        var total = weights.IsEmpty ? length : TotalWeight(weights, operation);
        var value = Workspace.AllocateFloats(1);
        var gradient = input.NeedsGradient ? Workspace.AllocateFloats(length) : null;
        var mark = Workspace.Mark();
        var tiles = (length + LossTile - 1) / LossTile;
        var sums = (double*)Workspace.AllocateFloats(2 * tiles);
        fixed (float* t = targets, w = weights)
            Context.For(tiles, new PairLossTiles<TLoss>(length, input.Value, t, w, (float)(1 / total), gradient, sums, loss));
        var sum = 0.0;
        for (var i = 0; i < tiles; i++) sum += sums[i];
        *value = (float)(sum / total);
        Workspace.Release(mark);
        Record(default, value, &MeanLossBackward, predictions.Index, Node.None, out var y).Saved0 = gradient;
        return y;
    }

    private static void MeanLossBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A, out var add);
        if (dx != null) Tiled.Unary(tape.Context, tape.Input(node.A).Shape.Length, (float*)node.Saved0, dx, new ScaleKernel(*node.Gradient), add);
    }

    private static double TotalWeight(ReadOnlySpan<float> weights, string operation)
    {
        var total = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || float.IsInfinity(weights[i]))
                throw Misfit($"weights[{i}] is {weights[i]}, but weights must be finite and not negative.", nameof(weights), operation);
            total += weights[i];
        }

        return total > 0 ? total : throw Misfit("weights must hold at least one above zero.", nameof(weights), operation);
    }

    private readonly struct PairLossTiles<TLoss>(
        int length, float* x, float* targets, float* weights, float factor, float* gradient, double* sums, TLoss loss) : ITileBody
        where TLoss : struct, IPairLoss
    {
        private readonly float* _x = x, _targets = targets, _weights = weights, _gradient = gradient;
        private readonly double* _sums = sums;

        public void Run(int tile)
        {
            var first = tile * LossTile;
            _sums[tile] = PairLoss.Sum(
                Math.Min(LossTile, length - first), _x + first, _targets + first, _weights == null ? null : _weights + first, factor,
                _gradient == null ? null : _gradient + first, loss);
        }
    }
}

using System.Numerics.Tensors;
using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks.Peers.Functions;

/// <summary>Functions of 4,096 numbers on one thread, against <see cref="TensorPrimitives"/>.</summary>
/// <remarks>
/// The floor counts the multiply-adds that a polynomial of float32 precision needs: for exp one to find the power of two, two to subtract it, six for the
/// rest. For tanh a division comes after it, counted as six more; for softmax a maximum, a sum and a scaling.
/// </remarks>
internal static class VectorFunctionWorkloads
{
    private const int Length = 4096;

    internal static IEnumerable<Workload> All =>
    [
        Make("exp", 9, 8, (x, y) => Elementwise.Unary(x, y, default(ExpKernel)), TensorPrimitives.Exp),
        Make("tanh", 15, 4, (x, y) => Elementwise.Unary(x, y, default(TanhKernel)), TensorPrimitives.Tanh),
        Make("softmax", 12, 8, Softmax, TensorPrimitives.SoftMax),
    ];

    private delegate void Function(ReadOnlySpan<float> x, Span<float> y);

    private static unsafe void Softmax(ReadOnlySpan<float> x, Span<float> y)
    {
        fixed (float* px = x, py = y) SoftmaxRow.Probabilities(x.Length, px, 1, py);
    }

    private static Workload Make(string name, int multiplyAdds, float limit, Function mine, Function theirs) => new(
        $"{name} {Length}", Scale.Nanoseconds(Length), Cost.OfFlops(2.0 * multiplyAdds * Length, $"2·{multiplyAdds} operations a number"), _ => Open(name, limit, mine, theirs))
    {
        MaximumThreads = 1,
    };

    private static Contest Open(string name, float limit, Function mine, Function theirs)
    {
        FloatTensor x = Draws.Tensor(Draws.Stream(name), Length), y = new(Length), z = new(Length);
        foreach (ref var value in x.Span) value *= 2 * limit;
        mine(x.Span, y.Span);
        theirs(x.Span, z.Span);
        Agreement.Require(name, y.Span, z.Span, 1e-6);
        return new Contest(() => mine(x.Span, y.Span), [new Contender("tensorprimitives", () => theirs(x.Span, z.Span), TimeSpan.Zero)]);
    }
}

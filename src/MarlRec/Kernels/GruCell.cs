using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>
/// The element-wise part of one step of a gated recurrent unit (Cho et al., 2014) for R rows: gates [R, 3H] in the order r, z, n, states [R, H]. The reset
/// gate multiplies the state's product with its weights, as in cuDNN and PyTorch, not the state itself.
/// </summary>
internal static unsafe class GruCell
{
    /// <summary>
    /// Turns pre-activations into gates in place: r, z = σ, n = tanh(n + r · candidate); h = n + z · (h₋₁ − n). <paramref name="candidate"/> [R, H] is the
    /// state's part of n. A null <paramref name="previous"/> stands for states of zero. <paramref name="h"/> may be <paramref name="previous"/>.
    /// </summary>
    internal static void Forward(int rows, int hidden, float* gates, float* candidate, float* previous, float* h)
    {
        if (Vector512.IsHardwareAccelerated) Forward<Lanes512>(rows, hidden, gates, candidate, previous, h);
        else if (Vector256.IsHardwareAccelerated) Forward<Lanes256>(rows, hidden, gates, candidate, previous, h);
        else Forward<Lanes128>(rows, hidden, gates, candidate, previous, h);
    }

    /// <summary>
    /// The twin: from dh, turns gates into gradients of their pre-activations and candidate into its gradient in place, and dh into z · dh, the part of the
    /// earlier state's gradient that needs no weights.
    /// </summary>
    internal static void Backward(int rows, int hidden, float* gates, float* candidate, float* previous, float* dh)
    {
        if (Vector512.IsHardwareAccelerated) Backward<Lanes512>(rows, hidden, gates, candidate, previous, dh);
        else if (Vector256.IsHardwareAccelerated) Backward<Lanes256>(rows, hidden, gates, candidate, previous, dh);
        else Backward<Lanes128>(rows, hidden, gates, candidate, previous, dh);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Forward<T>(int rows, int hidden, float* gates, float* candidate, float* previous, float* h)
        where T : struct, ILanes<T>
    {
        for (var row = 0; row < rows; row++, gates += 3 * hidden, candidate += hidden, h += hidden)
        {
            for (var j = 0; j < hidden; j += T.Count)
            {
                var lanes = hidden - j;
                var r = LanesMath.Sigmoid(Load<T>(gates + j, lanes));
                var z = LanesMath.Sigmoid(Load<T>(gates + hidden + j, lanes));
                var n = LanesMath.Tanh(T.MultiplyAdd(r, Load<T>(candidate + j, lanes), Load<T>(gates + 2 * hidden + j, lanes)));
                var earlier = previous == null ? T.Zero : Load<T>(previous + j, lanes);
                Store(r, gates + j, lanes);
                Store(z, gates + hidden + j, lanes);
                Store(n, gates + 2 * hidden + j, lanes);
                Store(T.MultiplyAdd(z, earlier - n, n), h + j, lanes);
            }

            if (previous != null) previous += hidden;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Backward<T>(int rows, int hidden, float* gates, float* candidate, float* previous, float* dh)
        where T : struct, ILanes<T>
    {
        var one = T.Create(1);
        for (var row = 0; row < rows; row++, gates += 3 * hidden, candidate += hidden, dh += hidden)
        {
            for (var j = 0; j < hidden; j += T.Count)
            {
                var lanes = hidden - j;
                var r = Load<T>(gates + j, lanes);
                var z = Load<T>(gates + hidden + j, lanes);
                var n = Load<T>(gates + 2 * hidden + j, lanes);
                var earlier = previous == null ? T.Zero : Load<T>(previous + j, lanes);
                var dState = Load<T>(dh + j, lanes);
                var dn = dState * (one - z) * (one - n * n);
                Store(dn * Load<T>(candidate + j, lanes) * r * (one - r), gates + j, lanes);
                Store(dState * (earlier - n) * z * (one - z), gates + hidden + j, lanes);
                Store(dn, gates + 2 * hidden + j, lanes);
                Store(dn * r, candidate + j, lanes);
                Store(dState * z, dh + j, lanes);
            }

            if (previous != null) previous += hidden;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Load<T>(float* source, int lanes)
        where T : struct, ILanes<T> => lanes >= T.Count ? T.Load(source) : T.LoadPart(source, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T value, float* target, int lanes)
        where T : struct, ILanes<T>
    {
        if (lanes >= T.Count) value.Store(target);
        else value.StorePart(target, lanes);
    }
}

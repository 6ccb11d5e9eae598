using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>
/// The element-wise part of one LSTM step for R rows: gates [R, 4H] in the order i, f, g, o; cells [R, H] (Hochreiter and Schmidhuber, 1997; forget
/// gate: Gers et al., 2000).
/// </summary>
internal static unsafe class LstmCell
{
    /// <summary>
    /// Turns pre-activations into gates in place: i, f, o = σ, g = tanh; c = f · c₋₁ + i · g; tanhC = tanh(c); h = o · tanhC.
    /// A null <paramref name="previous"/> stands for cells of zero. <paramref name="c"/> may be <paramref name="previous"/>;
    /// rows of h are <paramref name="hStride"/> apart.
    /// </summary>
    internal static void Forward(int rows, int hidden, float* gates, float* previous, float* c, float* tanhC, float* h, nint hStride)
    {
        if (Vector512.IsHardwareAccelerated) Forward<Lanes512>(rows, hidden, gates, previous, c, tanhC, h, hStride);
        else if (Vector256.IsHardwareAccelerated) Forward<Lanes256>(rows, hidden, gates, previous, c, tanhC, h, hStride);
        else Forward<Lanes128>(rows, hidden, gates, previous, c, tanhC, h, hStride);
    }

    /// <summary>
    /// The twin: from dh and the later step's dc, turns gates into gradients of pre-activations in place and dc into that of the earlier step.
    /// </summary>
    internal static void Backward(int rows, int hidden, float* gates, float* previous, float* tanhC, float* dh, float* dc)
    {
        if (Vector512.IsHardwareAccelerated) Backward<Lanes512>(rows, hidden, gates, previous, tanhC, dh, dc);
        else if (Vector256.IsHardwareAccelerated) Backward<Lanes256>(rows, hidden, gates, previous, tanhC, dh, dc);
        else Backward<Lanes128>(rows, hidden, gates, previous, tanhC, dh, dc);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Forward<T>(int rows, int hidden, float* gates, float* previous, float* c, float* tanhC, float* h, nint hStride)
        where T : struct, ILanes<T>
    {
        for (var row = 0; row < rows; row++, gates += 4 * hidden, c += hidden, tanhC += hidden, h += hStride)
        {
            for (var j = 0; j < hidden; j += T.Count)
            {
                var lanes = hidden - j;
                var i = LanesMath.Sigmoid(Load<T>(gates + j, lanes));
                var f = LanesMath.Sigmoid(Load<T>(gates + hidden + j, lanes));
                var g = LanesMath.Tanh(Load<T>(gates + 2 * hidden + j, lanes));
                var o = LanesMath.Sigmoid(Load<T>(gates + 3 * hidden + j, lanes));
                var cell = i * g;
                if (previous != null) cell = T.MultiplyAdd(f, Load<T>(previous + j, lanes), cell);
                var t = LanesMath.Tanh(cell);
                Store(i, gates + j, lanes);
                Store(f, gates + hidden + j, lanes);
                Store(g, gates + 2 * hidden + j, lanes);
                Store(o, gates + 3 * hidden + j, lanes);
                Store(cell, c + j, lanes);
                Store(t, tanhC + j, lanes);
                Store(o * t, h + j, lanes);
            }

            if (previous != null) previous += hidden;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Backward<T>(int rows, int hidden, float* gates, float* previous, float* tanhC, float* dh, float* dc)
        where T : struct, ILanes<T>
    {
        var one = T.Create(1);
        for (var row = 0; row < rows; row++, gates += 4 * hidden, tanhC += hidden, dh += hidden, dc += hidden)
        {
            for (var j = 0; j < hidden; j += T.Count)
            {
                var lanes = hidden - j;
                var i = Load<T>(gates + j, lanes);
                var f = Load<T>(gates + hidden + j, lanes);
                var g = Load<T>(gates + 2 * hidden + j, lanes);
                var o = Load<T>(gates + 3 * hidden + j, lanes);
                var t = Load<T>(tanhC + j, lanes);
                var dOut = Load<T>(dh + j, lanes);
                var dCell = T.MultiplyAdd(dOut * o, one - t * t, Load<T>(dc + j, lanes));
                var earlier = previous == null ? T.Zero : Load<T>(previous + j, lanes);
                Store(dCell * g * i * (one - i), gates + j, lanes);
                Store(dCell * earlier * f * (one - f), gates + hidden + j, lanes);
                Store(dCell * i * (one - g * g), gates + 2 * hidden + j, lanes);
                Store(dOut * t * o * (one - o), gates + 3 * hidden + j, lanes);
                Store(dCell * f, dc + j, lanes);
            }

            if (previous != null) previous += hidden;
        }
    }

    // Fewer lanes than a register holds are left only at a row's end.
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

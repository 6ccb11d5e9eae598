using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarlRec.Kernels;

/// <summary>
/// The element-wise part of one LSTM step for R rows: gates [R, 4H] in the order i, f, g, o; cells [R, H] (Hochreiter and Schmidhuber, 1997; forget
/// gate: Gers et al., 2000).
/// </summary>
internal static unsafe class LstmCell
{
    private const int Width = 8;

    /// <summary>
    /// Turns pre-activations into gates in place: i, f, o = σ, g = tanh; c = f · c₋₁ + i · g; tanhC = tanh(c); h = o · tanhC.
    /// A null <paramref name="previous"/> stands for cells of zero. <paramref name="c"/> may be <paramref name="previous"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Forward(int rows, int hidden, float* gates, float* previous, float* c, float* tanhC, float* h)
    {
        var part = stackalloc float[Width];
        for (var row = 0; row < rows; row++, gates += 4 * hidden, c += hidden, tanhC += hidden, h += hidden)
        {
            for (var j = 0; j < hidden; j += Width)
            {
                var lanes = hidden - j;
                var i = VectorMath.Sigmoid(Load(gates + j, lanes, part));
                var f = VectorMath.Sigmoid(Load(gates + hidden + j, lanes, part));
                var g = VectorMath.Tanh(Load(gates + 2 * hidden + j, lanes, part));
                var o = VectorMath.Sigmoid(Load(gates + 3 * hidden + j, lanes, part));
                var cell = i * g;
                if (previous != null) cell = Vector256.MultiplyAddEstimate(f, Load(previous + j, lanes, part), cell);
                var t = VectorMath.Tanh(cell);
                Store(i, gates + j, lanes, part);
                Store(f, gates + hidden + j, lanes, part);
                Store(g, gates + 2 * hidden + j, lanes, part);
                Store(o, gates + 3 * hidden + j, lanes, part);
                Store(cell, c + j, lanes, part);
                Store(t, tanhC + j, lanes, part);
                Store(o * t, h + j, lanes, part);
            }

            if (previous != null) previous += hidden;
        }
    }

    /// <summary>
    /// The twin: from dh and the later step's dc, turns gates into gradients of pre-activations in place and dc into that of the earlier step.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Backward(int rows, int hidden, float* gates, float* previous, float* tanhC, float* dh, float* dc)
    {
        var part = stackalloc float[Width];
        var one = Vector256<float>.One;
        for (var row = 0; row < rows; row++, gates += 4 * hidden, tanhC += hidden, dh += hidden, dc += hidden)
        {
            for (var j = 0; j < hidden; j += Width)
            {
                var lanes = hidden - j;
                var i = Load(gates + j, lanes, part);
                var f = Load(gates + hidden + j, lanes, part);
                var g = Load(gates + 2 * hidden + j, lanes, part);
                var o = Load(gates + 3 * hidden + j, lanes, part);
                var t = Load(tanhC + j, lanes, part);
                var dOut = Load(dh + j, lanes, part);
                var dCell = Vector256.MultiplyAddEstimate(dOut * o, one - t * t, Load(dc + j, lanes, part));
                var earlier = previous == null ? Vector256<float>.Zero : Load(previous + j, lanes, part);
                Store(dCell * g * i * (one - i), gates + j, lanes, part);
                Store(dCell * earlier * f * (one - f), gates + hidden + j, lanes, part);
                Store(dCell * i * (one - g * g), gates + 2 * hidden + j, lanes, part);
                Store(dOut * t * o * (one - o), gates + 3 * hidden + j, lanes, part);
                Store(dCell * f, dc + j, lanes, part);
            }

            if (previous != null) previous += hidden;
        }
    }

    // Fewer than eight lanes are left only at a row's end: they take the same route through a small buffer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(float* source, int lanes, float* part) => lanes >= Width ? Vector256.Load(source) : LoadPart(source, lanes, part);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> value, float* target, int lanes, float* part)
    {
        if (lanes >= Width) value.Store(target);
        else StorePart(value, target, lanes, part);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<float> LoadPart(float* source, int lanes, float* part)
    {
        for (var i = 0; i < Width; i++) part[i] = i < lanes ? source[i] : 0;
        return Vector256.Load(part);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StorePart(Vector256<float> value, float* target, int lanes, float* part)
    {
        value.Store(part);
        for (var i = 0; i < lanes; i++) target[i] = part[i];
    }
}

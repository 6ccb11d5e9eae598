using System.Runtime.CompilerServices;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>g += λ w; m = β₁ m + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; w = keep · w − step · m / (√v · rootScale + ε). Keeps m and v.</summary>
internal readonly struct AdamUpdate : IUpdateRule
{
    private readonly float _beta1, _rest1, _beta2, _rest2, _step, _rootScale, _epsilon, _penalty, _keep;

    /// <summary>The numbers of one step.</summary>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="rate">α.</param>
    /// <param name="penalty">λ of the penalty λ/2 · |w|², whose gradient passes through the means.</param>
    /// <param name="decay">λ of the decoupled decay, which shrinks weights by α · λ.</param>
    /// <param name="count">Which step, from 1.</param>
    internal AdamUpdate(double beta1, double beta2, double epsilon, double rate, double penalty, double decay, long count)
    {
        (_beta1, _rest1) = ((float)beta1, (float)(1 - beta1));
        (_beta2, _rest2) = ((float)beta2, (float)(1 - beta2));
        _step = (float)(rate / (1 - Math.Pow(beta1, count)));
        _rootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, count)));
        _epsilon = (float)epsilon;
        _penalty = (float)penalty;
        _keep = (float)(1 - rate * decay);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(T gradient, ref T weight, ref T first, ref T second, ref T third)
        where T : struct, ILanes<T>
    {
        var g = T.MultiplyAdd(T.Create(_penalty), weight, gradient);
        first = T.MultiplyAdd(T.Create(_beta1), first, T.Create(_rest1) * g);
        second = T.MultiplyAdd(T.Create(_beta2), second, T.Create(_rest2) * (g * g));
        weight = T.Create(_keep) * weight - T.Create(_step) * first / T.MultiplyAdd(T.Sqrt(second), T.Create(_rootScale), T.Create(_epsilon));
    }
}

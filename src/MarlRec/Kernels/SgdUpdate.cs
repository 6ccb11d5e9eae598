using System.Runtime.CompilerServices;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>g += λ w; u = μ u + g; w −= α u, or w −= α (g + μ u) for Nesterov's form. Keeps u, unless μ is 0.</summary>
internal readonly struct SgdUpdate(double rate, double momentum, bool nesterov, double penalty) : IUpdateRule
{
    private readonly float _rate = (float)-rate, _momentum = (float)momentum, _penalty = (float)penalty;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(T gradient, ref T weight, ref T first, ref T second, ref T third)
        where T : struct, ILanes<T>
    {
        var momentum = T.Create(_momentum);
        var g = T.MultiplyAdd(T.Create(_penalty), weight, gradient);
        first = T.MultiplyAdd(momentum, first, g);
        weight = T.MultiplyAdd(T.Create(_rate), nesterov ? T.MultiplyAdd(momentum, first, g) : first, weight);
    }
}

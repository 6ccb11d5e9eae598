using System.Runtime.CompilerServices;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>
/// g += λ w; v = ρ v + (1 − ρ) g²; a = ρ a + (1 − ρ) g; u = μ u + g / (√(v − a²) + ε); w −= α u. Keeps v; u unless μ is 0; a when centred, else it is 0.
/// </summary>
internal readonly struct RmsPropUpdate(double rate, double smoothing, double epsilon, double momentum, bool centred, double penalty) : IUpdateRule
{
    private readonly float _rate = (float)-rate, _smoothing = (float)smoothing, _rest = (float)(1 - smoothing);
    private readonly float _epsilon = (float)epsilon, _momentum = (float)momentum, _penalty = (float)penalty;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(T gradient, ref T weight, ref T first, ref T second, ref T third)
        where T : struct, ILanes<T>
    {
        T smoothing = T.Create(_smoothing), rest = T.Create(_rest);
        var g = T.MultiplyAdd(T.Create(_penalty), weight, gradient);
        first = T.MultiplyAdd(smoothing, first, rest * (g * g));
        var variance = first;
        if (centred)
        {
            third = T.MultiplyAdd(smoothing, third, rest * g);
            // Rounding may leave a variance a little below zero.
            variance = first - third * third;
            variance = T.Select(T.LessThan(variance, T.Zero), T.Zero, variance);
        }

        second = T.MultiplyAdd(T.Create(_momentum), second, g / (T.Sqrt(variance) + T.Create(_epsilon)));
        weight = T.MultiplyAdd(T.Create(_rate), second, weight);
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarlRec.Kernels;

/// <summary>The numbers of one Adam step, the same for all elements.</summary>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Step">α / (1 − β₁ᵗ).</param>
/// <param name="RootScale">1 / √(1 − β₂ᵗ).</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Keep">1 − α · λ, what is left of a weight after decay.</param>
internal readonly record struct AdamFactors(float Beta1, float Beta2, float Step, float RootScale, float Epsilon, float Keep);

/// <summary>m = β₁ m + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; w = keep · w − step · m / (√v · rootScale + ε).</summary>
internal static class AdamUpdate
{
    internal static void Run(Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v, in AdamFactors factors)
    {
        var b1 = Vector256.Create(factors.Beta1);
        var b2 = Vector256.Create(factors.Beta2);
        var step = Vector256.Create(factors.Step);
        var scale = Vector256.Create(factors.RootScale);
        var epsilon = Vector256.Create(factors.Epsilon);
        var keep = Vector256.Create(factors.Keep);
        ref var pw = ref MemoryMarshal.GetReference(w);
        ref var pg = ref MemoryMarshal.GetReference(g[..w.Length]);
        ref var pm = ref MemoryMarshal.GetReference(m[..w.Length]);
        ref var pv = ref MemoryMarshal.GetReference(v[..w.Length]);
        var i = 0;
        for (; i <= w.Length - 8; i += 8)
        {
            var gradient = Vector256.LoadUnsafe(ref pg, (nuint)i);
            var mean = b1 * Vector256.LoadUnsafe(ref pm, (nuint)i) + (Vector256<float>.One - b1) * gradient;
            var square = b2 * Vector256.LoadUnsafe(ref pv, (nuint)i) + (Vector256<float>.One - b2) * (gradient * gradient);
            mean.StoreUnsafe(ref pm, (nuint)i);
            square.StoreUnsafe(ref pv, (nuint)i);
            var weight = keep * Vector256.LoadUnsafe(ref pw, (nuint)i) - step * mean / (Vector256.Sqrt(square) * scale + epsilon);
            weight.StoreUnsafe(ref pw, (nuint)i);
        }

        for (; i < w.Length; i++)
        {
            m[i] = factors.Beta1 * m[i] + (1 - factors.Beta1) * g[i];
            v[i] = factors.Beta2 * v[i] + (1 - factors.Beta2) * (g[i] * g[i]);
            w[i] = factors.Keep * w[i] - factors.Step * m[i] / (MathF.Sqrt(v[i]) * factors.RootScale + factors.Epsilon);
        }
    }
}

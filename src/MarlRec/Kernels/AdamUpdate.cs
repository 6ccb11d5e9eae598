using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

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
internal static unsafe class AdamUpdate
{
    internal static void Run(Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v, in AdamFactors factors)
    {
        fixed (float* pw = w, pg = g[..w.Length], pm = m[..w.Length], pv = v[..w.Length])
        {
            if (Vector512.IsHardwareAccelerated) Run<Lanes512>(w.Length, pw, pg, pm, pv, factors);
            else if (Vector256.IsHardwareAccelerated) Run<Lanes256>(w.Length, pw, pg, pm, pv, factors);
            else Run<Lanes128>(w.Length, pw, pg, pm, pv, factors);
        }
    }

    private static void Run<T>(int length, float* w, float* g, float* m, float* v, in AdamFactors factors)
        where T : struct, ILanes<T>
    {
        T beta1 = T.Create(factors.Beta1), beta2 = T.Create(factors.Beta2), one = T.Create(1);
        T step = T.Create(factors.Step), scale = T.Create(factors.RootScale), epsilon = T.Create(factors.Epsilon), keep = T.Create(factors.Keep);
        for (nint i = 0; i < length; i += T.Count)
        {
            var lanes = length - (int)i;
            var whole = lanes >= T.Count;
            var gradient = whole ? T.Load(g + i) : T.LoadPart(g + i, lanes);
            var mean = beta1 * (whole ? T.Load(m + i) : T.LoadPart(m + i, lanes)) + (one - beta1) * gradient;
            var square = beta2 * (whole ? T.Load(v + i) : T.LoadPart(v + i, lanes)) + (one - beta2) * (gradient * gradient);
            var weight = keep * (whole ? T.Load(w + i) : T.LoadPart(w + i, lanes)) - step * mean / (T.Sqrt(square) * scale + epsilon);
            if (whole)
            {
                mean.Store(m + i);
                square.Store(v + i);
                weight.Store(w + i);
            }
            else
            {
                mean.StorePart(m + i, lanes);
                square.StorePart(v + i, lanes);
                weight.StorePart(w + i, lanes);
            }
        }
    }
}

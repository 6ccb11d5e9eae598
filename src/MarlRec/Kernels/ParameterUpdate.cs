using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>The loop of all optimisers' updates. An element's result does not depend on where in the tensor, or in a part of it, it stands.</summary>
internal static unsafe class ParameterUpdate
{
    /// <summary>Moves <paramref name="length"/> weights; a state that the rule does not keep is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Run<TRule>(in TRule rule, int length, float* weights, float* gradient, float* first, float* second, float* third)
        where TRule : struct, IUpdateRule
    {
        if (Vector512.IsHardwareAccelerated) Run<TRule, Lanes512>(rule, length, weights, gradient, first, second, third);
        else if (Vector256.IsHardwareAccelerated) Run<TRule, Lanes256>(rule, length, weights, gradient, first, second, third);
        else Run<TRule, Lanes128>(rule, length, weights, gradient, first, second, third);
    }

    // The rule comes by value: a copy in locals stays in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TRule, T>(TRule rule, int length, float* weights, float* gradient, float* first, float* second, float* third)
        where TRule : struct, IUpdateRule
        where T : struct, ILanes<T>
    {
        nint i = 0;
        for (; i <= length - T.Count; i += T.Count)
        {
            T w = T.Load(weights + i), a = T.Zero, b = T.Zero, c = T.Zero;
            if (first != null) a = T.Load(first + i);
            if (second != null) b = T.Load(second + i);
            if (third != null) c = T.Load(third + i);
            rule.Apply(T.Load(gradient + i), ref w, ref a, ref b, ref c);
            w.Store(weights + i);
            if (first != null) a.Store(first + i);
            if (second != null) b.Store(second + i);
            if (third != null) c.Store(third + i);
        }

        var rest = length - (int)i;
        if (rest > 0) RunPart<TRule, T>(rule, rest, weights + i, gradient + i, first == null ? null : first + i, second == null ? null : second + i, third == null ? null : third + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunPart<TRule, T>(TRule rule, int length, float* weights, float* gradient, float* first, float* second, float* third)
        where TRule : struct, IUpdateRule
        where T : struct, ILanes<T>
    {
        T w = T.LoadPart(weights, length), a = T.Zero, b = T.Zero, c = T.Zero;
        if (first != null) a = T.LoadPart(first, length);
        if (second != null) b = T.LoadPart(second, length);
        if (third != null) c = T.LoadPart(third, length);
        rule.Apply(T.LoadPart(gradient, length), ref w, ref a, ref b, ref c);
        w.StorePart(weights, length);
        if (first != null) a.StorePart(first, length);
        if (second != null) b.StorePart(second, length);
        if (third != null) c.StorePart(third, length);
    }
}

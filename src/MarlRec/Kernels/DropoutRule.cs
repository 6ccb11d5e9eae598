using System.Runtime.CompilerServices;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>
/// Which elements a dropout keeps: a function of a key and of an element's place, so that no mask is stored. What is kept is multiplied by
/// 1 / (1 − rate).
/// </summary>
internal readonly struct DropoutRule(float rate, ulong key)
{
    private readonly float _rate = rate;
    private readonly float _least = MathF.Ceiling(rate * (1 << 24));
    private readonly float _scale = 1 / (1 - rate);

    /// <summary>Whether anything may be dropped.</summary>
    internal bool IsActive => _rate > 0;

    /// <summary>The rule of one row of many; its columns count from 0.</summary>
    internal DropoutRule OfRow(long row)
    {
        var z = key + 0x9E3779B97F4A7C15UL * ((ulong)row + 1);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return new(_rate, z ^ (z >> 31));
    }

    /// <summary>1 / (1 − rate) where elements first, first + 1, … are kept, and 0 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Factors<T>(int first)
        where T : struct, ILanes<T> => T.LessThanOrEqual(T.Create(_least), T.Noise(key, first)) & T.Create(_scale);
}

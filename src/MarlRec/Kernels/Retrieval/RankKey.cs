using System.Runtime.CompilerServices;

namespace MarlRec.Kernels.Retrieval;

/// <summary>
/// A score and the row that has it as one integer: the larger key is the better row, the lower row of two with equal scores. A strict order of all rows makes the best K one set,
/// whichever way they are looked for.
/// </summary>
internal static class RankKey
{
    /// <summary>Below the key of every row.</summary>
    internal const ulong None = 0;

    /// <summary>The key of a row with a finite score; the two zeros count as one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Of(float score, int row)
    {
        // Adding 0 turns −0 into +0. The bits of floats then rise with their value once those below zero are turned round.
        var bits = BitConverter.SingleToInt32Bits(score + 0f);
        var ordered = (uint)(bits ^ ((bits >> 31) | int.MinValue));
        return ((ulong)ordered << 32) | ~(uint)row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Row(ulong key) => (int)~(uint)key;

    /// <summary>The key's score; −∞ for <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Score(ulong key)
    {
        if (key == None) return float.NegativeInfinity;
        var ordered = (int)(key >> 32);
        return BitConverter.Int32BitsToSingle(ordered ^ (~(ordered >> 31) | int.MinValue));
    }
}

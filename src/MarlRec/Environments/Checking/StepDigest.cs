using System.Runtime.InteropServices;

namespace MarlRec.Environments.Checking;

/// <summary>A number that stands for all bits that a step delivered: FNV-1a, 64 bits, over words.</summary>
internal static class StepDigest
{
    internal static ulong Of(StepBuffers buffers)
    {
        var hash = 0xCBF29CE484222325UL;
        Add(ref hash, buffers.Observations);
        Add(ref hash, buffers.Rewards);
        Add(ref hash, buffers.State);
        Add(ref hash, buffers.Candidates[..(buffers.CandidateCount * buffers.Spec.CandidateSize)]);
        Add(ref hash, (uint)buffers.CandidateCount);
        Add(ref hash, buffers.Terminated);
        Add(ref hash, buffers.Truncated);
        Add(ref hash, buffers.Acting);
        Add(ref hash, buffers.Masks);
        return hash;
    }

    private static void Add(ref ulong hash, uint word) => hash = (hash ^ word) * 0x100000001B3UL;

    private static void Add(ref ulong hash, ReadOnlySpan<float> values)
    {
        foreach (var bits in MemoryMarshal.Cast<float, uint>(values)) Add(ref hash, bits);
    }

    private static void Add(ref ulong hash, ReadOnlySpan<bool> values)
    {
        foreach (var value in values) Add(ref hash, value ? 1u : 0);
    }
}

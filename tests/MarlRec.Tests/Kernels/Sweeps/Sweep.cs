using MarlRec.Execution;

namespace MarlRec.Kernels.Sweeps;

/// <summary>What a block is filled with.</summary>
internal enum Fill
{
    Normal,

    /// <summary>Normal ones with NaN, ±∞, ±0, denormals and ±10¹⁸ (whose square is finite) among them.</summary>
    Special,
}

/// <summary>
/// Runs a kernel at many lengths on guarded memory: blocks that end at a guard, so at every alignment; blocks that begin at one; blocks at odd offsets.
/// Around each block stand canaries. In the full tier every offset up to 16 is tried.
/// </summary>
internal static class Sweep
{
    private static readonly int[] s_all = [.. Enumerable.Range(0, 257)];
    private static readonly int[] s_few = [.. Enumerable.Range(0, 36), 47, 48, 49, 63, 64, 65, 127, 129, 255, 256];

    /// <summary>0…256.</summary>
    internal static int[] Lengths { get; } = SimdTier.Choose(child: s_few, sampled: s_all, full: s_all);

    /// <summary>Some of them, for kernels whose oracle takes long.</summary>
    internal static int[] FewLengths { get; } = SimdTier.Choose(child: s_few, sampled: s_few, full: s_all);

    internal static void Run(IEnumerable<int> lengths, Action<SweepBlocks, int> kernel) => Run(lengths, (blocks, length, _) => kernel(blocks, length));

    internal static void Run(IEnumerable<int> lengths, Action<SweepBlocks, int, Fill> kernel)
    {
        using var blocks = new SweepBlocks(new RandomStream(17));
        var places = SimdTier.Choose<int[]>(child: [-1], sampled: [-1, 3], full: [-1, .. Enumerable.Range(0, 17)]);
        foreach (var length in lengths)
        {
            foreach (var place in places)
            {
                foreach (var fill in (Fill[])[Fill.Normal, Fill.Special])
                {
                    blocks.Begin(place);
                    kernel(blocks, length, fill);
                    blocks.End($"length {length}, place {place}, {fill}");
                }
            }
        }
    }
}

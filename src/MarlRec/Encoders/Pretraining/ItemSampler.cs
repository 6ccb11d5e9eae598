using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Draws items with replacement in proportion to a power of how often each occurs. Thread safety: <em>immutable</em>.</summary>
internal sealed class ItemSampler
{
    private readonly double[] _cumulative;
    private readonly float[] _logProbability;

    /// <summary>A sampler over items that each occur at least once.</summary>
    internal ItemSampler(ReadOnlySpan<int> counts, double power)
    {
        _cumulative = new double[counts.Length];
        _logProbability = new float[counts.Length];
        var total = 0.0;
        for (var i = 0; i < counts.Length; i++) _cumulative[i] = total += Math.Pow(counts[i], power);
        for (var i = 0; i < counts.Length; i++) _logProbability[i] = (float)Math.Log(Math.Pow(counts[i], power) / total);
    }

    internal int Next(RandomStream random)
    {
        var at = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        return Math.Min(at >= 0 ? at + 1 : ~at, _cumulative.Length - 1);
    }

    /// <summary>log P of drawing an item.</summary>
    internal float LogProbability(int item) => _logProbability[item];
}

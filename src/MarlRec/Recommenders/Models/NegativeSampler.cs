using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// Draws the items that targets are told apart from, in proportion to (frequency + 1)^¾, without repeats, together with the correction that makes the sampled
/// softmax estimate the full one (Bengio and Senécal, 2008). Where the catalogue is small enough, all items are taken and nothing is corrected.
/// </summary>
internal sealed class NegativeSampler
{
    private readonly double[] _cumulative;
    private readonly float[] _probability;
    private readonly int _size;
    private readonly bool[] _taken;

    internal NegativeSampler(IReadOnlyList<int[]> histories, int itemCount, int size)
    {
        // Without repeats, drawing most of a catalogue means waiting for its rarest items; taking all of it is cheaper.
        _size = itemCount <= 2L * size ? itemCount : size;
        _cumulative = new double[itemCount];
        _probability = new float[itemCount];
        _taken = new bool[itemCount];
        foreach (var history in histories)
            foreach (var item in history) _cumulative[item]++;
        double total = 0;
        for (var item = 0; item < itemCount; item++) total += Math.Pow(_cumulative[item] + 1, 0.75);
        double running = 0;
        for (var item = 0; item < itemCount; item++)
        {
            _probability[item] = (float)(Math.Pow(_cumulative[item] + 1, 0.75) / total);
            running += _probability[item];
            _cumulative[item] = running;
        }
    }

    /// <summary>Items and, for targets and items, the log of how often each is expected in a draw.</summary>
    internal (int[] Negatives, (float[] Targets, float[] Negatives) Corrections) Draw(ReadOnlySpan<int> targets, RandomStream random)
    {
        var negatives = new int[_size];
        if (_size == _cumulative.Length)
        {
            for (var item = 0; item < _size; item++) negatives[item] = item;
            return (negatives, ([], []));
        }

        Array.Clear(_taken);
        var drawn = 0;
        var tries = 0L;
        while (drawn < _size)
        {
            tries++;
            var at = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
            var item = Math.Min(at >= 0 ? at + 1 : ~at, _cumulative.Length - 1);
            if (_taken[item]) continue;
            _taken[item] = true;
            negatives[drawn++] = item;
        }

        var forTargets = new float[targets.Length];
        var forNegatives = new float[_size];
        for (var i = 0; i < targets.Length; i++) forTargets[i] = LogExpected(targets[i], tries);
        for (var i = 0; i < _size; i++) forNegatives[i] = LogExpected(negatives[i], tries);
        return (negatives, (forTargets, forNegatives));
    }

    // The chance that at least one of so many tries hits the item: 1 − (1 − p)^tries.
    private float LogExpected(int item, long tries) => (float)Math.Log(-Math.Exp(tries * Math.Log(1 - (double)_probability[item])) + 1 + 1e-12);
}

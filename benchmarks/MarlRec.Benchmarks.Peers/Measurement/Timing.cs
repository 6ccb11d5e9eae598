using System.Diagnostics;

namespace MarlRec.Benchmarks.Peers.Measurement;

/// <summary>Times one contender: warms it up, then takes samples of enough calls each.</summary>
internal sealed class Timing(Contender contender, bool hasWorkers)
{
    private const double ShortestSample = 0.010;
    // Code gets faster in steps, as the runtime compiles it again with what it has seen; steps are tenths of a second apart, more on a busy machine.
    private const double SteadyFor = 1.0;
    private const double LongestWarmUp = 8;
    // Longer calls wake workers and fill caches in a small part of themselves.
    private const double LongestFirstCall = 0.1;

    private int _calls = 1;
    private bool _callsFirst;

    internal string Name => contender.Name;

    /// <summary>The seconds of each sample's call so far.</summary>
    internal List<double> Seconds { get; } = [];

    /// <summary>Calls until blocks of calls get no faster: then code is compiled for good, caches are warm and memory pools filled.</summary>
    internal void WarmUp()
    {
        double best = double.PositiveInfinity, total = 0, improved = 0;
        while (total < LongestWarmUp && total - improved < SteadyFor)
        {
            var seconds = Block(_calls);
            var each = seconds / _calls;
            total += seconds;
            if (each < 0.98 * best) improved = total;
            best = Math.Min(best, each);
            if (seconds < ShortestSample) _calls = Math.Max(_calls + 1, (int)(_calls * Math.Min(8, 1.2 * ShortestSample / seconds)));
        }

        _calls = Math.Max(1, (int)Math.Ceiling(ShortestSample / best));
        _callsFirst = best < LongestFirstCall;
    }

    /// <summary>Takes one sample, after one call that is not counted where calls are short: it wakes workers and fills caches.</summary>
    internal void Sample()
    {
        if (_callsFirst) contender.Run();
        Seconds.Add(Block(_calls) / _calls);
        if (hasWorkers) Thread.Sleep(contender.Linger);
    }

    private double Block(int calls)
    {
        var run = contender.Run;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++) run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

using System.Diagnostics;

namespace MarlRec.Benchmarks.Peers.Measurement;

/// <summary>What came out between MarlRec and one peer.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Ratio">The peer's time over MarlRec's, above 1 where MarlRec is faster: the median over rounds.</param>
/// <param name="MarlRecSeconds">MarlRec's median time of a call.</param>
/// <param name="PeerSeconds">The peer's.</param>
/// <param name="Rounds">How many rounds.</param>
public sealed record Outcome(string Peer, Interval Ratio, double MarlRecSeconds, double PeerSeconds, int Rounds);

/// <summary>
/// Measures the sides of a contest by turns: each round takes one sample of each, in an order that alternates, and its ratio compares samples a moment
/// apart. So a machine that slows for a while slows all sides, and ratios stay.
/// </summary>
internal static class Duel
{
    private const int MostRounds = 400;

    /// <summary>Warms all sides up and measures.</summary>
    /// <param name="contest">The sides.</param>
    /// <param name="threads">How many threads they use.</param>
    /// <param name="seconds">How long rounds may take; at least <see cref="Interval.FewestRounds"/> are made.</param>
    internal static IReadOnlyList<Outcome> Run(Contest contest, int threads, double seconds)
    {
        Timing[] sides = [new(contest.MarlRec, threads > 1), .. contest.Peers.Select(peer => new Timing(peer, threads > 1))];
        foreach (var side in sides)
        {
            side.WarmUp();
            Thread.Sleep(Lingers.OpenBlas);
        }

        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        var rounds = 0;
        for (; rounds < Interval.FewestRounds || (rounds < MostRounds && Stopwatch.GetElapsedTime(started).TotalSeconds < seconds); rounds++)
        {
            for (var i = 0; i < sides.Length; i++)
            {
                var turn = rounds % 2 == 0 ? i : sides.Length - 1 - i;
                sides[turn].Sample();
            }
        }

        var mine = sides[0];
        return [.. sides.Skip(1).Select(side => new Outcome(
            side.Name,
            Interval.Of(side.Seconds.Zip(mine.Seconds, (theirs, ours) => theirs / ours)),
            Interval.MedianOf(mine.Seconds),
            Interval.MedianOf(side.Seconds),
            rounds))];
    }
}

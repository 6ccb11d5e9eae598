using System.Buffers;
using MarlRec.Execution;

namespace MarlRec.Encoders.Decoding;

/// <summary>Draws one of the best candidates in proportion to exp(score / temperature).</summary>
internal static class CandidateDraw
{
    /// <summary>Draws among the best <paramref name="count"/> tokens, of these among the likeliest whose probabilities among them reach <paramref name="mass"/>.</summary>
    internal static int Run(ReadOnlySpan<float> scores, int count, double mass, double temperature, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Scores.Require(scores);
        count = Math.Min(count, scores.Length);
        var rented = ArrayPool<Candidate>.Shared.Rent(count);
        try
        {
            var best = new BestCandidates(rented.AsSpan(0, count));
            for (var i = 0; i < scores.Length; i++) best.Offer(scores[i], i);
            return Draw(best.Ordered(), mass, temperature, random);
        }
        finally
        {
            ArrayPool<Candidate>.Shared.Return(rented);
        }
    }

    private static int Draw(ReadOnlySpan<Candidate> best, double mass, double temperature, RandomStream random)
    {
        double Weight(double score, double largest) => Math.Exp((score - largest) / temperature);
        double total = 0, nucleus = 0;
        foreach (var candidate in best) total += Weight(candidate.Score, best[0].Score);
        var kept = 0;
        while (kept < best.Length && (kept == 0 || nucleus < mass * total)) nucleus += Weight(best[kept++].Score, best[0].Score);
        var target = random.NextDouble() * nucleus;
        for (var i = 0; i < kept; i++)
        {
            target -= Weight(best[i].Score, best[0].Score);
            if (target < 0) return best[i].Item;
        }

        return best[0].Item; // rounding left a remainder
    }
}

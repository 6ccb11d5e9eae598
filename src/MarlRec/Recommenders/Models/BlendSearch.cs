using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>Chooses how much the encoder and how much the counts say, on events that neither has seen.</summary>
internal static class BlendSearch
{
    private const int Steps = 20;
    private const int Cutoff = 10;

    /// <summary>The encoder's share in {0, 0.05, …, 1} with the best NDCG@10, and that NDCG.</summary>
    /// <param name="ranker">Encoder and counts, fitted without the targets.</param>
    /// <param name="histories">What each user had consumed before its target.</param>
    /// <param name="targets">The next item of each user.</param>
    /// <param name="context">Runs users side by side.</param>
    internal static (float Blend, double Ndcg) Run(InterestRanker ranker, IReadOnlyList<int[]> histories, IReadOnlyList<int> targets, ComputeContext context)
    {
        var gains = new double[histories.Count][];
        context.For(histories.Count, new Body(ranker, histories, targets, gains));
        var (best, bestGain) = (0, -1.0);
        for (var step = 0; step <= Steps; step++)
        {
            double gain = 0;
            foreach (var user in gains) gain += user[step];
            if (gain > bestGain) (best, bestGain) = (step, gain);
        }

        return (best / (float)Steps, histories.Count == 0 ? 0 : bestGain / histories.Count);
    }

    private readonly struct Body(InterestRanker ranker, IReadOnlyList<int[]> histories, IReadOnlyList<int> targets, double[][] gains) : ITileBody
    {
        public void Run(int tile)
        {
            var (encoder, counts) = (new float[ranker.ItemCount], new float[ranker.ItemCount]);
            ranker.ScoreParts(histories[tile], encoder, counts);
            foreach (var seen in histories[tile])
                if (seen != targets[tile]) encoder[seen] = counts[seen] = float.NegativeInfinity;
            gains[tile] = new double[Steps + 1];
            for (var step = 0; step <= Steps; step++) gains[tile][step] = Gain(encoder, counts, step / (float)Steps, targets[tile]);
        }

        private static double Gain(float[] encoder, float[] counts, float blend, int target)
        {
            var own = blend * encoder[target] + (1 - blend) * counts[target];
            var better = 0;
            for (var item = 0; item < encoder.Length && better < Cutoff; item++)
            {
                if (float.IsNegativeInfinity(encoder[item])) continue;
                var score = blend * encoder[item] + (1 - blend) * counts[item];
                if (score > own || (score == own && item < target)) better++;
            }

            return better < Cutoff ? 1 / Math.Log2(better + 2) : 0;
        }
    }
}

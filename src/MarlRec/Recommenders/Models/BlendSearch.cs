using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>Chooses how much the encoder, the counts and popularity say, on events that none of them has seen.</summary>
internal static class BlendSearch
{
    private const int EncoderSteps = 20;
    private const int Cutoff = 10;
    private static readonly float[] s_popularityShares = [-0.3f, -0.2f, -0.1f, 0, 0.1f, 0.2f, 0.3f, 0.5f];

    /// <summary>The blend with the best NDCG@10, and that NDCG: the encoder's share in {0, 0.05, …, 1}, popularity's in {−0.3, …, 0.5}.</summary>
    /// <param name="ranker">Encoder and counts, fitted without the targets.</param>
    /// <param name="histories">What each user had consumed before its target.</param>
    /// <param name="targets">The next item of each user.</param>
    /// <param name="context">Runs users side by side.</param>
    internal static (ScoreBlend Blend, double Ndcg) Run(InterestRanker ranker, IReadOnlyList<int[]> histories, IReadOnlyList<int> targets, ComputeContext context)
    {
        var blends = Blends();
        var gains = new float[histories.Count][];
        context.For(histories.Count, new Body(ranker, histories, targets, blends, gains));
        var (best, bestGain) = (0, -1.0);
        for (var blend = 0; blend < blends.Length; blend++)
        {
            double gain = 0;
            foreach (var user in gains) gain += user[blend];
            if (gain > bestGain) (best, bestGain) = (blend, gain);
        }

        return (blends[best], histories.Count == 0 ? 0 : bestGain / histories.Count);
    }

    private static ScoreBlend[] Blends() =>
        [.. from step in Enumerable.Range(0, EncoderSteps + 1) from popularity in s_popularityShares select new ScoreBlend(step / (float)EncoderSteps, popularity)];

    private readonly struct Body(InterestRanker ranker, IReadOnlyList<int[]> histories, IReadOnlyList<int> targets, ScoreBlend[] blends, float[][] gains) : ITileBody
    {
        public void Run(int tile)
        {
            var (encoder, counts) = (new float[ranker.ItemCount], new float[ranker.ItemCount]);
            ranker.ScoreParts(histories[tile], encoder, counts);
            var seen = new bool[encoder.Length];
            foreach (var item in histories[tile]) seen[item] = item != targets[tile];
            gains[tile] = new float[blends.Length];
            for (var blend = 0; blend < blends.Length; blend++) gains[tile][blend] = Gain(encoder, counts, seen, blends[blend], targets[tile]);
        }

        private float Gain(float[] encoder, float[] counts, bool[] seen, ScoreBlend blend, int target)
        {
            var popularity = ranker.Popularity;
            var own = blend.Of(encoder[target], counts[target], popularity[target]);
            var better = 0;
            for (var item = 0; item < encoder.Length && better < Cutoff; item++)
            {
                if (seen[item]) continue;
                var score = blend.Of(encoder[item], counts[item], popularity[item]);
                if (score > own || (score == own && item < target)) better++;
            }

            return better < Cutoff ? 1 / MathF.Log2(better + 2) : 0;
        }
    }
}

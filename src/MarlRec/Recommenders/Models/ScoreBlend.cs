namespace MarlRec.Recommenders.Models;

/// <summary>How a ranker's parts are added up; each part is standardised over the catalogue. Thread safety: <em>immutable</em>.</summary>
/// <param name="Encoder">The encoder's share, in [0, 1]; the counts have the rest.</param>
/// <param name="Popularity">What log-popularity adds; below 0 it favours rarer items.</param>
public readonly record struct ScoreBlend(float Encoder, float Popularity)
{
    internal float Of(float encoder, float counts, float popularity) => Encoder * encoder + (1 - Encoder) * counts + Popularity * popularity;
}

namespace MarlRec.Text.Vocabularies;

/// <summary>How large a vocabulary to learn. Read by <see cref="WordPieceTrainer"/> and <see cref="BytePairTrainer"/>.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record SubwordTrainingOptions
{
    /// <summary>The most tokens, special ones and the alphabet included; in [1, 1,000,000]. Training stops earlier when no pair is left that is frequent enough. Default 30,000.</summary>
    public int Size { get; init; } = 30_000;

    /// <summary>A pair seen fewer times is never merged; at least 1. Default 2.</summary>
    public long MinimumPairCount { get; init; } = 2;

    /// <summary>WordPiece only: the most different characters that get tokens of their own, the most frequent first; at least 1. Default 1,000.</summary>
    public int AlphabetLimit { get; init; } = 1_000;

    /// <summary>Longer tokens are never made, in characters of the token as written in the vocabulary; at least 2. Default 64.</summary>
    public int MaximumTokenLength { get; init; } = 64;

    internal void Validate()
    {
        if (Size is < 1 or > SubwordTokens.MaximumCount) throw new ArgumentOutOfRangeException(nameof(Size), Size, $"Size must be in [1, {SubwordTokens.MaximumCount}].");
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumPairCount, 1, nameof(MinimumPairCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(AlphabetLimit, 1, nameof(AlphabetLimit));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumTokenLength, 2, nameof(MaximumTokenLength));
    }
}

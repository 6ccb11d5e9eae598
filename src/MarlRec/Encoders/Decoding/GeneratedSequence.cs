namespace MarlRec.Encoders.Decoding;

/// <summary>A sequence that a model wrote. Thread safety: <em>immutable</em>.</summary>
/// <param name="Tokens">The tokens, without the one that ends a sequence.</param>
/// <param name="IsEnded">Whether the model ended it; otherwise the greatest length did.</param>
/// <param name="LogProbability">log P(tokens, end | source) under the model, at most 0. What was only cut off has no end in it.</param>
/// <param name="Score">What a beam search ranks by: the logarithm over its length penalty. Without a search, the logarithm itself.</param>
public sealed record GeneratedSequence(ReadOnlyMemory<int> Tokens, bool IsEnded, double LogProbability, double Score);

using MarlRec.Execution;

namespace MarlRec.Encoders.Decoding;

/// <summary>Chooses the next token of one sequence from the scores of all tokens.</summary>
/// <remarks>Implementations are <em>thread-safe</em> and depend on nothing but their arguments: equal scores and streams give equal tokens.</remarks>
public interface IDecodingStrategy
{
    /// <summary>Chooses a token.</summary>
    /// <param name="scores">
    /// [V] logarithms of probabilities, up to a constant. −∞ means never; an implementation that is given NaN, +∞ or nothing but −∞ throws.
    /// </param>
    /// <param name="random">The sequence's own stream.</param>
    /// <returns>A token in [0, V) whose score is not −∞.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException">The scores are empty, one is NaN or +∞, or all are −∞.</exception>
    int Choose(ReadOnlySpan<float> scores, RandomStream random);
}

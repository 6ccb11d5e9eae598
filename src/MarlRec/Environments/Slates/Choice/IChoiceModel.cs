namespace MarlRec.Environments.Slates.Choice;

/// <summary>How a user who scores each item of a slate picks one of them or none.</summary>
/// <remarks>A model only says how likely each choice is; <c>RandomStream.NextCategorical</c> draws one. Thread safety: implementations are <em>immutable</em>.</remarks>
public interface IChoiceModel
{
    /// <summary>The lowest score that the model can turn into a probability; negative infinity where any will do.</summary>
    double LowestScore { get; }

    /// <summary>The highest score that the model can turn into a probability; positive infinity where any will do.</summary>
    double HighestScore { get; }

    /// <summary>The probability of each choice.</summary>
    /// <param name="scores">What the user thinks of each item, best position first, [K]; finite.</param>
    /// <param name="probabilities">Filled: one for each item, then that of choosing none, [K + 1]; sums to 1. Without items, none is certain.</param>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> has another length than K + 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A score is NaN, infinite, or outside <see cref="LowestScore"/> to <see cref="HighestScore"/>; nothing is written.</exception>
    void Probabilities(ReadOnlySpan<float> scores, Span<float> probabilities);
}

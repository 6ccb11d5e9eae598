namespace MarlRec.Recommenders.Models;

/// <summary>Scores the whole catalogue for a user whose history is known. Thread safety: implementations are <em>immutable</em> once fitted.</summary>
public interface IRanker
{
    /// <summary>V: how many items are scored.</summary>
    int ItemCount { get; }

    /// <summary>Scores every item; larger is better.</summary>
    /// <param name="history">What the user consumed, oldest first; may be empty.</param>
    /// <param name="scores">Filled: scores[V].</param>
    void Score(ReadOnlySpan<int> history, Span<float> scores);
}

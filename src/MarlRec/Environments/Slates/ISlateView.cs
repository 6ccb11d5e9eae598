using MarlRec.Data;

namespace MarlRec.Environments.Slates;

/// <summary>The recommender's side of a session: it hears what the user does and offers candidates. Thread safety: <em>single owner</em>.</summary>
public interface ISlateView
{
    /// <summary>X: how many numbers describe the user's interest and the context.</summary>
    int ContextSize { get; }

    /// <summary>D: how many numbers describe one candidate.</summary>
    int CandidateSize { get; }

    /// <summary>Starts a session for a user with this history.</summary>
    /// <param name="history">Items, oldest first.</param>
    void Begin(ReadOnlySpan<int> history);

    /// <summary>Tells that the user did something with an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="kind">What the user did.</param>
    void Observe(int item, EventKind kind);

    /// <summary>Offers candidates for the next slate, best prior first; in any order where there is no prior.</summary>
    /// <param name="items">C slots for item numbers, all distinct.</param>
    /// <param name="features">Filled: candidates[C, D].</param>
    /// <param name="context">Filled: context[X].</param>
    /// <returns>How many candidates were written; with fewer than the slate's size the session is cut off.</returns>
    int Offer(Span<int> items, Span<float> features, Span<float> context);
}

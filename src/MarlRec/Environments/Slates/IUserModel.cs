using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>A population of users whose dynamics are known: the user agent's side of a <see cref="RecommendationEnvironment"/>.</summary>
/// <remarks>
/// <para>A session belongs to one user. On each round the user sees a slate and picks one of its items, <em>none</em>, or <em>leave</em>.</para>
/// <para>Thread safety: <em>single owner</em>. All randomness comes from the streams passed in.</para>
/// </remarks>
public interface IUserModel
{
    /// <summary>How many items the users know: items are 0 … <see cref="ItemCount"/> − 1.</summary>
    int ItemCount { get; }

    /// <summary>What the session's user consumed before it, oldest first. Valid until the next <see cref="BeginSession"/>.</summary>
    ReadOnlySpan<int> History { get; }

    /// <summary>Draws a user and starts a session.</summary>
    /// <param name="random">The session's randomness.</param>
    void BeginSession(RandomStream random);

    /// <summary>P(a′ | state, slate): the probability of each answer.</summary>
    /// <param name="slate">The items shown, best position first.</param>
    /// <param name="probabilities">Filled: one for each item of the slate, then <em>none</em>, then <em>leave</em>; sums to one. Length: slate + 2.</param>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item does not exist.</exception>
    void ChoiceProbabilities(ReadOnlySpan<int> slate, Span<float> probabilities);

    /// <summary>Applies the user's answer and moves the state on.</summary>
    /// <param name="slate">The items shown.</param>
    /// <param name="choice">The position chosen, or slate length for <em>none</em>, or slate length + 1 for <em>leave</em>.</param>
    /// <param name="random">The session's randomness.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="choice"/> is no answer to this slate, or an item does not exist; nothing has changed.</exception>
    SlateResponse Respond(ReadOnlySpan<int> slate, int choice, RandomStream random);
}

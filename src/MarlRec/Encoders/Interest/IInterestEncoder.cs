namespace MarlRec.Encoders.Interest;

/// <summary>
/// Turns what a user wrote and did into an interest vector x, and keeps it up to date event by event. Thread safety of implementations: <em>thread-safe</em>
/// while nobody trains them; all that changes is which <see cref="InterestState"/> a caller holds.
/// </summary>
public interface IInterestEncoder
{
    /// <summary>D, how many numbers x has.</summary>
    int Size { get; }

    /// <summary>The state of a user of whom nothing is known.</summary>
    InterestState Begin();

    /// <summary>The state after more events.</summary>
    /// <param name="state">The user's state. It stays as it is, so that who serves from it is not disturbed.</param>
    /// <param name="items">Items, oldest first. However they are cut into calls, the result is the same.</param>
    /// <returns>The new state; the old one if there are no items.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException">The state is another encoder's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    InterestState Append(InterestState state, params ReadOnlySpan<int> items);

    /// <summary>The state with a text of the user, a profile or a query, in place of the one before.</summary>
    /// <param name="state">The user's state. It stays as it is.</param>
    /// <param name="tokens">The text's tokens; empty for no text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException">The state is another encoder's, or the text is too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    /// <exception cref="InvalidOperationException">There is a text, but the encoder reads none.</exception>
    InterestState WithText(InterestState state, ReadOnlySpan<int> tokens);

    /// <summary>Makes a state again from what <see cref="InterestState.Export"/> said, so that a session can go on in another process.</summary>
    /// <param name="numbers">What a state of an encoder with the same weights exported.</param>
    /// <exception cref="ArgumentException">The numbers are not such a state's: the message says where they differ.</exception>
    InterestState Import(ReadOnlySpan<float> numbers);
}

namespace MarlRec.Environments.Extensive;

/// <summary>
/// Poker with three cards and two players. Kuhn, "A Simplified Two-Person Poker", 1950. Its equilibria are known: the first player loses 1/18 a game.
/// </summary>
/// <remarks>
/// <para>Both put in 1 and get one card of J, Q, K. In turn they pass (0) or bet 1 (1); to pass after a bet is to fold, to bet after a bet is to call. Fold: the other
/// wins 1. Otherwise the higher card wins 1, or 2 after a bet and a call.</para>
/// <para>Information state: the own card (0 J, 1 Q, 2 K) and the moves, such as <c>1pb</c>; 12 of them are decisions. As numbers [11]: which player (2), which card
/// (3), and for each of three moves whether it was a pass or a bet (2 each). Rules and both forms are those of OpenSpiel's <c>kuhn_poker</c>.</para>
/// <para>Thread safety: <em>immutable</em>.</para>
/// </remarks>
public sealed class KuhnPoker : IExtensiveGame
{
    /// <summary>The action that passes, or folds after a bet.</summary>
    public const int Pass = 0;

    /// <summary>The action that bets, or calls after a bet.</summary>
    public const int Bet = 1;

    internal const int Players = 2, Cards = 3, Moves = 3;

    /// <inheritdoc/>
    public string Name => "Kuhn poker";

    /// <inheritdoc/>
    public int PlayerCount => Players;

    /// <inheritdoc/>
    public int ActionCount => 2;

    /// <inheritdoc/>
    public int ChanceOutcomeCount => Cards;

    /// <inheritdoc/>
    public Space InformationStateSpace { get; } = new BoxSpace(0, 1, Players + Cards + 2 * Moves);

    /// <inheritdoc/>
    public GameState Start()
    {
        var state = new KuhnPokerState(this);
        state.Restart();
        return state;
    }
}

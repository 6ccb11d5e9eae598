namespace MarlRec.Environments.Extensive;

/// <summary>
/// Poker with six cards, two players and two rounds of betting. Southey et al., "Bayes' Bluff: Opponent Modelling in Poker", 2005.
/// </summary>
/// <remarks>
/// <para>The cards are J, Q, K in two suits. Both put in 1 and get a card; the first round of betting follows, then a public card and the second round. Player 0 opens
/// both rounds. Actions: fold (0), which is legal only against a raise; call or check (1); raise (2), by 2 in the first round and 4 in the second, at most twice a
/// round. Who folds loses what he has put in. In the end a pair with the public card wins, else the higher rank; equal ranks win nothing.</para>
/// <para>Information state: the own card, the moves of the first round (<c>c</c>, <c>r</c>), the public card and the moves of the second, such as <c>Qs crc Kh r</c>;
/// 936 of them are decisions. As numbers [30]: which player (2), own card (6), public card (6), and for each round and each of its four moves whether it was a call or
/// a raise (2 each). Rules are those of OpenSpiel's <c>leduc_poker</c>.</para>
/// <para>Thread safety: <em>immutable</em>.</para>
/// </remarks>
public sealed class LeducPoker : IExtensiveGame
{
    /// <summary>The action that gives up.</summary>
    public const int Fold = 0;

    /// <summary>The action that puts in what the other has put in, or nothing (check).</summary>
    public const int Call = 1;

    /// <summary>The action that calls and puts in more.</summary>
    public const int Raise = 2;

    internal const int Players = 2, Cards = 6, Suits = 2, Rounds = 2, MovesOfRound = 4, RaisesOfRound = 2;

    /// <inheritdoc/>
    public string Name => "Leduc poker";

    /// <inheritdoc/>
    public int PlayerCount => Players;

    /// <inheritdoc/>
    public int ActionCount => 3;

    /// <inheritdoc/>
    public int ChanceOutcomeCount => Cards;

    /// <inheritdoc/>
    public Space InformationStateSpace { get; } = new BoxSpace(0, 1, Players + 2 * Cards + 2 * Rounds * MovesOfRound);

    /// <inheritdoc/>
    public GameState Start()
    {
        var state = new LeducPokerState(this);
        state.Restart();
        return state;
    }
}

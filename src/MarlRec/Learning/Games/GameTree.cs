using MarlRec.Environments.Extensive;

namespace MarlRec.Learning.Games;

/// <summary>All states of a game, unrolled into arrays, and its information sets: what exact computations on games walk over.</summary>
/// <remarks>
/// <para>Nodes are in preorder: a parent stands before its children, so values are computed in one pass backwards and probabilities in one pass forwards.</para>
/// <para>Thread safety: <em>immutable</em>.</para>
/// </remarks>
public sealed class GameTree
{
    private readonly InformationSet[] _sets;
    private readonly Dictionary<(int Player, string InformationState), int> _index;

    internal GameTree(IExtensiveGame game, InformationSet[] sets, Dictionary<(int Player, string InformationState), int> index)
    {
        Game = game;
        _sets = sets;
        _index = index;
    }

    /// <summary>The game.</summary>
    public IExtensiveGame Game { get; }

    /// <summary>How many nodes, those of chance and the ends of the game included.</summary>
    public int NodeCount => Players.Length;

    /// <summary>The information sets of all players, by number.</summary>
    public IReadOnlyList<InformationSet> InformationSets => _sets;

    // Per node: who moves (GameState.Player), the information set (players' nodes only), and where its edges start; one more start marks the end.
    internal int[] Players { get; init; } = [];

    internal int[] Sets { get; init; } = [];

    internal int[] EdgeStarts { get; init; } = [];

    // Per edge: the action or outcome, where it leads, and the probability of an outcome (chance's edges only).
    internal int[] EdgeActions { get; init; } = [];

    internal int[] EdgeChildren { get; init; } = [];

    internal double[] EdgeChances { get; init; } = [];

    // Per node and player: the return, at the ends of the game only.
    internal double[] Returns { get; init; } = [];

    /// <summary>Unrolls a game, and checks it on the way.</summary>
    /// <param name="game">The game; every player must remember what he knew and did before (perfect recall).</param>
    /// <param name="maxNodes">The most nodes, 1 or more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNodes"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The game has more nodes; or it breaks a rule: a player's turn without a legal action, probabilities of chance that do not sum to 1,
    /// a return that is not finite, or an information set whose states differ in their legal actions or in what the player did before.</exception>
    public static GameTree Build(IExtensiveGame game, int maxNodes = 1_000_000)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNodes, 1);
        return new GameTreeBuilder(game, maxNodes).Build();
    }

    /// <summary>The information set of a player.</summary>
    /// <param name="player">The player.</param>
    /// <param name="informationState">What the player knows, as <see cref="GameState.InformationState"/> writes it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="informationState"/> is null.</exception>
    /// <exception cref="KeyNotFoundException">The player has no such decision.</exception>
    public InformationSet Find(int player, string informationState)
    {
        ArgumentNullException.ThrowIfNull(informationState);
        return _index.TryGetValue((player, informationState), out var set)
            ? _sets[set]
            : throw new KeyNotFoundException($"Player {player} of {Game.Name} has no decision at \"{informationState}\".");
    }
}

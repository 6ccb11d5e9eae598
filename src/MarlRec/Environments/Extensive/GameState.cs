using MarlRec.Execution;

namespace MarlRec.Environments.Extensive;

/// <summary>Where a game stands: whose turn it is, what may be done, what each player knows, and how it ended.</summary>
/// <remarks>
/// <para>A state changes with <see cref="Apply"/> and <see cref="Restart"/>, which allocate nothing; <see cref="Clone"/> keeps a copy from which other moves can be tried. Derived classes
/// give the rules in the protected members, which are only called with arguments in range and in the kind of state that they are for.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public abstract class GameState
{
    /// <summary>The <see cref="Player"/> of a state in which chance moves.</summary>
    public const int ChancePlayer = -1;

    /// <summary>The <see cref="Player"/> of a state in which the game is over.</summary>
    public const int TerminalPlayer = -2;

    /// <summary>Creates a state of a game.</summary>
    /// <param name="game">The game.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    protected GameState(IExtensiveGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        Game = game;
    }

    /// <summary>The game that this is a state of.</summary>
    public IExtensiveGame Game { get; }

    /// <summary>Whose turn it is: a player, 0 to A − 1; <see cref="ChancePlayer"/>; or <see cref="TerminalPlayer"/>.</summary>
    public abstract int Player { get; }

    /// <summary>Whether chance moves.</summary>
    public bool IsChance => Player == ChancePlayer;

    /// <summary>Whether the game is over.</summary>
    public bool IsTerminal => Player == TerminalPlayer;

    /// <summary>Whether an action may be taken now; never in a state in which no player moves.</summary>
    /// <param name="action">The action, 0 to K − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="action"/> is not an action of the game.</exception>
    public bool IsLegal(int action)
    {
        if ((uint)action >= (uint)Game.ActionCount) Throw.IfOutside(action, 0, Game.ActionCount - 1);
        return Player >= 0 && Allows(action);
    }

    /// <summary>How likely an outcome is when chance moves, 0 to 1; 0 in all other states. Over all outcomes of a move of chance it sums to 1.</summary>
    /// <param name="outcome">The outcome, 0 to <see cref="IExtensiveGame.ChanceOutcomeCount"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outcome"/> is not an outcome of the game.</exception>
    public double ChanceProbability(int outcome)
    {
        if ((uint)outcome >= (uint)Game.ChanceOutcomeCount) Throw.IfOutside(outcome, 0, Game.ChanceOutcomeCount - 1);
        return IsChance ? ProbabilityOf(outcome) : 0;
    }

    /// <summary>Draws an outcome of the move of chance, without making it.</summary>
    /// <param name="random">Where to draw from.</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="InvalidOperationException">It is not chance that moves, or no outcome is possible.</exception>
    public int DrawChance(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!IsChance) throw new InvalidOperationException($"Chance does not move in this state of {Game.Name}; it is {Mover()}.");
        var left = random.NextDouble();
        var last = -1;
        for (var outcome = 0; outcome < Game.ChanceOutcomeCount; outcome++)
        {
            var probability = ProbabilityOf(outcome);
            if (probability <= 0) continue;
            last = outcome;
            left -= probability;
            if (left < 0) break;
        }

        // Rounding may leave the sum a little short of 1: the last possible outcome has the rest.
        return last >= 0 ? last : throw new InvalidOperationException($"Chance has no possible outcome in this state of {Game.Name}.");
    }

    /// <summary>Makes a move: an action of the player whose turn it is, or an outcome of chance.</summary>
    /// <param name="action">A legal action, or an outcome of probability above 0.</param>
    /// <exception cref="InvalidOperationException">The game is over.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="action"/> is not legal or not possible.</exception>
    /// <remarks>When it throws one of these, the state has not changed.</remarks>
    public void Apply(int action)
    {
        if (IsTerminal) throw new InvalidOperationException($"The game of {Game.Name} is over; no move is left.");
        var count = IsChance ? Game.ChanceOutcomeCount : Game.ActionCount;
        if ((uint)action >= (uint)count) Throw.IfOutside(action, 0, count - 1);
        if (!(IsChance ? ProbabilityOf(action) > 0 : Allows(action)))
            throw new ArgumentOutOfRangeException(nameof(action), action, IsChance ? "The outcome has probability 0 in this state." : $"The action is not legal for player {Player} in this state.");
        OnApply(action);
    }

    /// <summary>What a player has won in the end; negative if the player has lost.</summary>
    /// <param name="player">The player, 0 to A − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="player"/> is not a player.</exception>
    /// <exception cref="InvalidOperationException">The game is not over.</exception>
    public double Return(int player)
    {
        CheckPlayer(player);
        return IsTerminal ? ReturnOf(player) : throw new InvalidOperationException($"The game of {Game.Name} is not over; it is {Mover()}.");
    }

    /// <summary>What a player knows, as text: two states in which it is that player's turn have the same text exactly if the player cannot tell them apart. It allocates.</summary>
    /// <param name="player">The player, 0 to A − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="player"/> is not a player.</exception>
    public string InformationState(int player)
    {
        CheckPlayer(player);
        return InformationStateOf(player);
    }

    /// <summary>What a player knows, as numbers: the same knowledge as <see cref="InformationState"/>.</summary>
    /// <param name="player">The player, 0 to A − 1.</param>
    /// <param name="tensor">Receives a value of <see cref="IExtensiveGame.InformationStateSpace"/>, flat.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="player"/> is not a player.</exception>
    /// <exception cref="ArgumentException"><paramref name="tensor"/> has another length than the space's flat size.</exception>
    public void WriteInformationState(int player, Span<float> tensor)
    {
        CheckPlayer(player);
        Throw.IfLengthDiffers(tensor.Length, Game.InformationStateSpace.FlatSize, nameof(tensor));
        tensor.Clear();
        EncodeInformationState(player, tensor);
    }

    /// <summary>Puts the state back to the beginning of the game.</summary>
    public abstract void Restart();

    /// <summary>A copy that moves independently of this state. It allocates.</summary>
    public abstract GameState Clone();

    /// <summary>The whole state, hidden parts included, on one line for people.</summary>
    public abstract override string ToString();

    /// <summary>Whether the player whose turn it is may take an action.</summary>
    /// <param name="action">0 to K − 1.</param>
    protected abstract bool Allows(int action);

    /// <summary>How likely an outcome of the move of chance is.</summary>
    /// <param name="outcome">0 to <see cref="IExtensiveGame.ChanceOutcomeCount"/> − 1.</param>
    protected abstract double ProbabilityOf(int outcome);

    /// <summary>Makes a move that is known to be legal or possible.</summary>
    /// <param name="action">The action or the outcome.</param>
    protected abstract void OnApply(int action);

    /// <summary>What a player has won, now that the game is over.</summary>
    /// <param name="player">0 to A − 1.</param>
    protected abstract double ReturnOf(int player);

    /// <summary>What a player knows, as text.</summary>
    /// <param name="player">0 to A − 1.</param>
    protected abstract string InformationStateOf(int player);

    /// <summary>Writes what a player knows over zeros.</summary>
    /// <param name="player">0 to A − 1.</param>
    /// <param name="tensor">Zeros, of the right length.</param>
    protected abstract void EncodeInformationState(int player, Span<float> tensor);

    private void CheckPlayer(int player)
    {
        if ((uint)player >= (uint)Game.PlayerCount) Throw.IfOutside(player, 0, Game.PlayerCount - 1);
    }

    private string Mover() => Player switch
    {
        ChancePlayer => "chance's turn",
        TerminalPlayer => "over",
        _ => $"player {Player}'s turn",
    };
}

namespace MarlRec.Environments.Extensive;

/// <summary>A game in extensive form: players move one after the other, chance moves with known probabilities, and players may not see everything.</summary>
/// <remarks>
/// <para>Games in which players move at once are such games too: the later player does not see what the earlier one did.</para>
/// <para><see cref="ExtensiveGameEnvironment"/> makes an <see cref="IEnvironment"/> of any game. Thread safety: games are <em>immutable</em>; their states have a
/// single owner.</para>
/// </remarks>
public interface IExtensiveGame
{
    /// <summary>The game's name; not empty.</summary>
    string Name { get; }

    /// <summary>How many players, A: 1 or more. Chance is not counted.</summary>
    int PlayerCount { get; }

    /// <summary>How many actions a player may have at most, K: 1 or more. Which of them are legal depends on the state.</summary>
    int ActionCount { get; }

    /// <summary>How many outcomes a move of chance may have at most: 0 or more.</summary>
    int ChanceOutcomeCount { get; }

    /// <summary>The space of <see cref="GameState.WriteInformationState"/>; the same instance at every call.</summary>
    Space InformationStateSpace { get; }

    /// <summary>A new state at the beginning of the game. It allocates.</summary>
    GameState Start();
}

namespace MarlRec.Environments.Matrix;

/// <summary>How often a <see cref="MatrixGame"/> is played in an episode, and what agents see.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record MatrixGameOptions
{
    /// <summary>How often the game is played in an episode: 1 or more. The default is that of the tables of Papoudakis et al., 2021 (arXiv 2006.07869); 1 is the one-shot game.</summary>
    public int Rounds { get; init; } = 25;

    /// <summary>Whether agents see the joint action of the round before; else (the default) they see nothing that changes.</summary>
    public bool ObserveLastActions { get; init; }

    /// <summary>Checks all properties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of range; the message names it, its value and what was expected.</exception>
    public void Validate() => ArgumentOutOfRangeException.ThrowIfLessThan(Rounds, 1);
}

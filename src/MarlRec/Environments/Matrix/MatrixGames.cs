using System.Globalization;

namespace MarlRec.Environments.Matrix;

/// <summary>The matrix games on which multi-agent learners are compared, by their names in the literature.</summary>
/// <remarks>Thread safety: <em>thread-safe</em>; the games themselves have a single owner.</remarks>
public static class MatrixGames
{
    private static readonly PayoffTable ClimbingPayoffs = PayoffTable.Common([3, 3], [11, -30, 0, -30, 7, 0, 0, 6, 5]);

    private static readonly PayoffTable ThreePlayerClimbingPayoffs = PayoffTable.Common(
        [3, 3, 3],
        [
            11, -30, 0, -30, 0, 0, 0, 0, 0,
            -30, 0, 0, 0, 7, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 6, 5,
        ]);

    private static readonly PayoffTable PrisonersDilemmaPayoffs = new([2, 2], [3, 0, 5, 1, 3, 5, 0, 1]);

    private static readonly PayoffTable StagHuntPayoffs = new([2, 2], [4, 0, 3, 3, 4, 3, 0, 3]);

    private static readonly PayoffTable RockPaperScissorsPayoffs = PayoffTable.ZeroSum(3, 3, [0, -1, 1, 1, 0, -1, -1, 1, 0]);

    private static readonly PayoffTable MatchingPenniesPayoffs = PayoffTable.ZeroSum(2, 2, [1, -1, -1, 1]);

    /// <summary>
    /// The penalty game of a team of two, [[k, 0, 10], [0, 2, 0], [10, 0, k]]: two best joint actions, each next to a penalty k, and a safe equilibrium that pays 2.
    /// Claus and Boutilier, "The Dynamics of Reinforcement Learning in Cooperative Multiagent Systems", 1998.
    /// </summary>
    /// <param name="k">The penalty: finite and 0 or less; 0, −25, −50, −75 and −100 are common.</param>
    /// <param name="options">Rounds and observation, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is above 0 or not finite.</exception>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static MatrixGame Penalty(float k, MatrixGameOptions? options = null)
    {
        if (!(k <= 0) || float.IsInfinity(k)) throw new ArgumentOutOfRangeException(nameof(k), k, "k must be finite and 0 or less.");
        return new MatrixGame(
            string.Create(CultureInfo.InvariantCulture, $"Penalty(k={k})"), PayoffTable.Common([3, 3], [k, 0, 10, 0, 2, 0, 10, 0, k]), options);
    }

    /// <summary>
    /// The climbing game of a team of two, [[11, −30, 0], [−30, 7, 0], [0, 6, 5]]: whoever leaves the best joint action alone is punished. Claus and Boutilier, 1998.
    /// </summary>
    /// <param name="options">Rounds and observation, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static MatrixGame Climbing(MatrixGameOptions? options = null) => new("Climbing", ClimbingPayoffs, options);

    /// <summary>
    /// The climbing game of a team of three, with the payoffs of the public collection <c>uoe-agents/matrix-games</c>: joint action (0, 0, 0) pays 11, one agent alone
    /// on action 1 from there costs 30; (1, 1, 1) pays 7, (2, 2, 1) pays 6, (2, 2, 2) pays 5, all others nothing.
    /// </summary>
    /// <param name="options">Rounds and observation, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static MatrixGame ThreePlayerClimbing(MatrixGameOptions? options = null) => new("Climbing of three", ThreePlayerClimbingPayoffs, options);

    /// <summary>
    /// The prisoner's dilemma: cooperate (0) or defect (1), with the payoffs of Axelrod's tournaments (1980): 3 each, 1 each, or 5 for the defector and 0 for the other.
    /// </summary>
    /// <param name="options">Rounds and observation, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static MatrixGame PrisonersDilemma(MatrixGameOptions? options = null) => new("Prisoner's dilemma", PrisonersDilemmaPayoffs, options);

    /// <summary>The stag hunt: stag (0) pays 4 if both hunt it and nothing alone; hare (1) always pays 3. The equilibrium on stag pays more, the one on hare risks less.</summary>
    /// <param name="options">Rounds and observation, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static MatrixGame StagHunt(MatrixGameOptions? options = null) => new("Stag hunt", StagHuntPayoffs, options);

    /// <summary>Rock (0), paper (1), scissors (2): the winner gets 1, the loser −1.</summary>
    /// <param name="options">Rounds and observation, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static MatrixGame RockPaperScissors(MatrixGameOptions? options = null) => new("Rock paper scissors", RockPaperScissorsPayoffs, options);

    /// <summary>Matching pennies: the first agent gets 1 if both show the same side and −1 otherwise; the second agent the opposite.</summary>
    /// <param name="options">Rounds and observation, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static MatrixGame MatchingPennies(MatrixGameOptions? options = null) => new("Matching pennies", MatchingPenniesPayoffs, options);
}

namespace MarlRec.Recommenders.Slates;

/// <summary>The slates of one user's session in order. Thread safety: <em>immutable</em>.</summary>
/// <param name="Rounds">At least one.</param>
/// <param name="FinalContext">context[X] after the last answer, from which a cut-off session is continued in thought.</param>
/// <param name="Left">Whether the user left; false when the session was only cut off.</param>
internal sealed record SlateSession(IReadOnlyList<SlateRound> Rounds, float[] FinalContext, bool Left)
{
    internal double Return => Rounds.Sum(round => (double)round.Reward);
}

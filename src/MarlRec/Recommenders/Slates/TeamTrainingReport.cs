namespace MarlRec.Recommenders.Slates;

/// <summary>What came of a team's training, on the comparison sessions; the best of several looks at the same sessions flatters a little: play fresh ones before you quote it. Thread safety: <em>immutable</em>.</summary>
/// <param name="PriorReturn">Mean session return of the ranker alone over the comparison sessions.</param>
/// <param name="TeamReturn">The same of the team that is served from now on, acting greedily.</param>
/// <param name="Promoted">Whether the served policy changed: it does only if it earned more than what was served before.</param>
public sealed record TeamTrainingReport(double PriorReturn, double TeamReturn, bool Promoted);

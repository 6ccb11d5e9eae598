namespace MarlRec.Recommenders.Serving;

/// <summary>What one call to learn did. Thread safety: <em>immutable</em>.</summary>
/// <param name="Decisions">How many lists were learned from.</param>
/// <param name="ServedEstimate">The off-policy estimate of a list's reward under the policy served so far; 0 where nothing was learned.</param>
/// <param name="CandidateEstimate">The same under the new policy.</param>
/// <param name="Promoted">Whether the new policy is served from now on.</param>
public sealed record LearnReport(int Decisions, double ServedEstimate, double CandidateEstimate, bool Promoted);

namespace MarlRec.Data;

/// <summary>A decision and what it has earned so far. Thread safety: <em>immutable</em>.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Reward">The sum of its answers' worth.</param>
/// <param name="Answers">The answers that were counted, each once.</param>
/// <param name="IsLearned">Whether a learner has had it: later answers still change the user's interest, but not the shared policy.</param>
public sealed record LoggedDecision(Decision Decision, float Reward, IReadOnlyList<(int Item, EventKind Kind)> Answers, bool IsLearned);

namespace MarlRec.Data;

/// <summary>A decision and what it has earned so far. Thread safety: <em>immutable</em>.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Reward">The sum of its answers' worth.</param>
/// <param name="Answers">The answers that were counted, each once.</param>
public sealed record LoggedDecision(Decision Decision, float Reward, IReadOnlyList<(int Item, EventKind Kind)> Answers);

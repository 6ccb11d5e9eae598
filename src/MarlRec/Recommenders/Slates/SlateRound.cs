namespace MarlRec.Recommenders.Slates;

/// <summary>One slate of a session as its learner needs it. Thread safety: <em>immutable</em>.</summary>
/// <param name="Context">context[X].</param>
/// <param name="Features">candidates[C, P + D].</param>
/// <param name="Slots">The chosen candidate of each slot, [K].</param>
/// <param name="Propensities">The probability of each choice when it was made, [K].</param>
/// <param name="Reward">What the team earned.</param>
internal sealed record SlateRound(float[] Context, float[] Features, int[] Slots, float[] Propensities, float Reward);

using MarlRec.Recommenders.Serving;

namespace MarlRec.Recommenders.Slates;

/// <summary>
/// What a policy would have earned on logged lists: the self-normalised importance estimate (Swaminathan and Joachims, 2015) with weights capped at
/// <see cref="WeightCap"/>, the weight of a list being the product over its slots of π/propensity.
/// </summary>
internal static class SlateOffPolicy
{
    internal const double WeightCap = 20;

    /// <summary>The estimates of the policy that is served and of the one that would replace it, on the same lists.</summary>
    internal static (double Served, double Candidate) Compare(SlotTeamPolicy served, SlotTeamPolicy candidate, IReadOnlyList<SlateSession> sessions, ServingOptions serving) =>
        (Estimate(served, sessions, serving), Estimate(candidate, sessions, serving));

    internal static double Estimate(SlotTeamPolicy policy, IReadOnlyList<SlateSession> sessions, ServingOptions serving)
    {
        double weights = 0, earned = 0;
        foreach (var round in sessions.SelectMany(session => session.Rounds))
        {
            var weight = Math.Min(WeightCap, Math.Exp(LogWeight(policy, round, serving)));
            weights += weight;
            earned += weight * round.Reward;
        }

        return weights > 0 ? earned / weights : 0;
    }

    private static double LogWeight(SlotTeamPolicy policy, SlateRound round, ServingOptions serving)
    {
        var values = new float[policy.CandidateCount(round.Features)];
        double log = 0;
        for (var slot = 0; slot < round.Slots.Length; slot++)
        {
            policy.Logits(round.Context, round.Features, values.Length, round.Slots.AsSpan(0, slot), values);
            PlackettLuce.Probabilities(values, serving.Temperature, serving.ExplorationFloor);
            log += Math.Log(values[round.Slots[slot]] / (double)round.Propensities[slot]);
        }

        return log;
    }
}

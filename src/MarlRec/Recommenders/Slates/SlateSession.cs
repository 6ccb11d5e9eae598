using MarlRec.Execution;

namespace MarlRec.Recommenders.Slates;

/// <summary>The slates of one user's session in order. Thread safety: <em>immutable</em>.</summary>
/// <param name="Rounds">At least one.</param>
/// <param name="FinalContext">context[X] after the last answer, from which a cut-off session is continued in thought.</param>
/// <param name="Left">Whether the user left; false when the session was only cut off.</param>
internal sealed record SlateSession(IReadOnlyList<SlateRound> Rounds, float[] FinalContext, bool Left)
{
    internal double Return => Rounds.Sum(round => (double)round.Reward);

    /// <summary>Refuses what a learner could not learn from, or would be ruined by.</summary>
    /// <exception cref="ArgumentException">A length does not fit the layout, a number is not finite, a propensity is not in (0, 1], or a slot's candidate is not there or there twice.</exception>
    internal void CheckFits(SlateLayout layout, string name)
    {
        if (Rounds.Count == 0) throw new ArgumentException("A session needs at least one round.", name);
        CheckContext(FinalContext, layout, name);
        foreach (var round in Rounds)
        {
            CheckContext(round.Context, layout, name);
            var count = round.Features.Length / layout.CandidateSize;
            if (count * layout.CandidateSize != round.Features.Length)
                throw new ArgumentException($"{name} holds {round.Features.Length} candidate features, but a multiple of {layout.CandidateSize} was expected.", name);
            if (round.Slots.Length == 0) throw new ArgumentException($"{name} holds a list without slots.", name);
            Throw.IfNotAllFinite(round.Features, name);
            Throw.IfLengthDiffers(round.Propensities.Length, round.Slots.Length, name);
            foreach (var propensity in round.Propensities) Throw.IfOutside(propensity, float.Epsilon, 1, name);
            for (var slot = 0; slot < round.Slots.Length; slot++)
            {
                Throw.IfOutside(round.Slots[slot], 0, count - 1, name);
                if (round.Slots.AsSpan(0, slot).Contains(round.Slots[slot])) throw new ArgumentException($"{name} holds a list with candidate {round.Slots[slot]} twice.", name);
            }

            if (!float.IsFinite(round.Reward)) throw new ArgumentException($"{name} holds the reward {round.Reward}, but a finite one was expected.", name);
        }
    }

    private static void CheckContext(float[] context, SlateLayout layout, string name)
    {
        Throw.IfLengthDiffers(context.Length, layout.ContextSize, name);
        Throw.IfNotAllFinite(context, name);
    }
}

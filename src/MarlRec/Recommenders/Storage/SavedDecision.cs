using MarlRec.Data;

namespace MarlRec.Recommenders.Storage;

/// <summary>A decision and its answers.</summary>
internal sealed record SavedDecision
{
    public required string EventId { get; init; }

    public required string? UserId { get; init; }

    public required long PolicyVersion { get; init; }

    public required bool IsDrawn { get; init; }

    public required int[] Candidates { get; init; }

    public required int[] Slots { get; init; }

    public required float[] Propensities { get; init; }

    public required float[] Context { get; init; }

    public required float[] PairFeatures { get; init; }

    public required float Reward { get; init; }

    public required SavedAnswer[] Answers { get; init; }

    public required bool IsLearned { get; init; }

    internal static SavedDecision From(LoggedDecision logged) => new()
    {
        EventId = logged.Decision.EventId,
        UserId = logged.Decision.UserId,
        PolicyVersion = logged.Decision.PolicyVersion,
        IsDrawn = logged.Decision.IsDrawn,
        Candidates = [.. logged.Decision.Candidates],
        Slots = [.. logged.Decision.Slots],
        Propensities = [.. logged.Decision.Propensities],
        Context = [.. logged.Decision.Context],
        PairFeatures = [.. logged.Decision.PairFeatures],
        Reward = logged.Reward,
        Answers = [.. logged.Answers.Select(answer => new SavedAnswer(answer.Item, answer.Kind))],
        IsLearned = logged.IsLearned,
    };

    internal LoggedDecision ToDecision() => new(
        new Decision
        {
            EventId = EventId,
            UserId = UserId,
            PolicyVersion = PolicyVersion,
            IsDrawn = IsDrawn,
            Candidates = Candidates,
            Slots = Slots,
            Propensities = Propensities,
            Context = Context,
            PairFeatures = PairFeatures,
        },
        Reward,
        [.. Answers.Select(answer => (answer.Item, answer.Kind))],
        IsLearned);
}

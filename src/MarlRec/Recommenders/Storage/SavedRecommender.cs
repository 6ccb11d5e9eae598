using System.Text.Json;
using System.Text.Json.Serialization;
using MarlRec.Data;
using MarlRec.Recommenders.Models;

namespace MarlRec.Recommenders.Storage;

/// <summary>The readable half of a saved recommender; numbers are in the tensor file that it names.</summary>
internal sealed record SavedRecommender
{
    internal const string FormatName = "marlrec-recommender";
    internal const int FormatVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string TensorFile { get; init; }

    public required string TensorSha256 { get; init; }

    /// <summary>The recommender's options, as its owner serialises them.</summary>
    public required JsonElement Options { get; init; }

    public required long PolicyVersion { get; init; }

    public required ScoreBlend Blend { get; init; }

    /// <summary>The count model that was chosen.</summary>
    public required TransitionCountsOptions Transitions { get; init; }

    public required SavedItem[] Items { get; init; }

    /// <summary>The text pipeline in its own format; null when no item has text.</summary>
    public required string? Words { get; init; }

    public required SavedUser[] Users { get; init; }

    public required SavedDecision[] Decisions { get; init; }
}

/// <summary>A catalogue item.</summary>
internal sealed record SavedItem
{
    public required string Id { get; init; }

    public required string Text { get; init; }

    public required Dictionary<string, string[]> Attributes { get; init; }

    public required Dictionary<string, float[]> Modalities { get; init; }

    internal static SavedItem From(CatalogItem item) => new()
    {
        Id = item.Id,
        Text = item.Text,
        Attributes = item.Attributes.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal),
        Modalities = item.Modalities.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
    };

    internal CatalogItem ToItem() => new()
    {
        Id = Id,
        Text = Text,
        Attributes = Attributes.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal),
        Modalities = Modalities,
    };
}

/// <summary>A user; the state's numbers are rows of the tensor file.</summary>
internal sealed record SavedUser(string Id, int[] History, int[] TurnedDown, long Events);

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
        [.. Answers.Select(answer => (answer.Item, answer.Kind))]);
}

/// <summary>An answer that was counted.</summary>
internal sealed record SavedAnswer(int Item, EventKind Kind);

/// <summary>Reads and writes the above without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = false, UseStringEnumConverter = true, RespectNullableAnnotations = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SavedRecommender))]
internal sealed partial class SavedRecommenderJson : JsonSerializerContext;

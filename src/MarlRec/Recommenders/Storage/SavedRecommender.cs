using System.Text.Json;
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

    /// <summary>How many anonymous requests have been named.</summary>
    public required long AnonymousRequests { get; init; }

    public required ScoreBlend Blend { get; init; }

    /// <summary>The count model that was chosen.</summary>
    public required TransitionCountsOptions Transitions { get; init; }

    public required SavedItem[] Items { get; init; }

    /// <summary>The text pipeline in its own format; null when no item has text.</summary>
    public required string? Words { get; init; }

    public required SavedUser[] Users { get; init; }

    public required SavedDecision[] Decisions { get; init; }

    /// <summary>Checks what the serialiser does not: nulls inside lists, names that are empty or there twice, counts below their least.</summary>
    /// <exception cref="InvalidDataException">Something is wrong; the message says what.</exception>
    internal void Validate()
    {
        Require(PolicyVersion is >= 1 and < long.MaxValue / 2, $"The policy version is {PolicyVersion}.");
        Require(!Array.Exists(Items, item => item?.Attributes.Values.Any(values => values is null) != false || item.Modalities.Values.Any(vector => vector is null)), "An item, or a part of one, is null.");
        foreach (var user in Users) Require(user is { Id.Length: > 0, History: not null, TurnedDown: not null, Events: >= 0 and < long.MaxValue / 2 }, "A user has no id, a missing part or a negative number of events.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var decision in Decisions)
        {
            Require(decision is { EventId.Length: > 0, UserId: not { Length: 0 } } && !Array.Exists(decision.Answers, answer => answer is null), "A decision is null, has no name or a null answer.");
            Require(names.Add(decision.EventId), $"Decision \"{decision.EventId}\" is saved twice.");
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition) throw new InvalidDataException(message);
    }
}

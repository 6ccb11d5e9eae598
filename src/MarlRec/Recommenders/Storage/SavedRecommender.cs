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

    public required ScoreBlend Blend { get; init; }

    /// <summary>The count model that was chosen.</summary>
    public required TransitionCountsOptions Transitions { get; init; }

    public required SavedItem[] Items { get; init; }

    /// <summary>The text pipeline in its own format; null when no item has text.</summary>
    public required string? Words { get; init; }

    public required SavedUser[] Users { get; init; }

    public required SavedDecision[] Decisions { get; init; }
}

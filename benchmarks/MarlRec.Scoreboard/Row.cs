using System.Text.Json.Serialization;

namespace MarlRec.Scoreboard;

/// <summary>One number of the scoreboard; its JSON form is what other tools read.</summary>
public sealed record Row
{
    public const string Measured = "measured";
    public const string Published = "published";

    public required string Suite { get; init; }

    public required string Task { get; init; }

    public required string Model { get; init; }

    public required string Metric { get; init; }

    /// <summary>The mean over seeds, or the median where <see cref="Protocol"/> says so; a fraction is never times 100.</summary>
    public required double Value { get; init; }

    /// <summary>The standard error over seeds; over users, sessions or episodes where there is one seed; null where the source has none.</summary>
    [JsonPropertyName("stderr")]
    public double? StandardError { get; init; }

    public required int Seeds { get; init; }

    /// <summary><see cref="Measured"/> by this program, or <see cref="Published"/> by others.</summary>
    public required string Origin { get; init; }

    public required string Source { get; init; }

    public required string Protocol { get; init; }

    /// <summary>Wall-clock seconds of one seed, the mean over seeds: reading, learning and judging, without the process's start.</summary>
    public double? Seconds { get; init; }

    /// <summary>Peak resident memory in MiB of the child process that did this unit's seed and nothing else, the largest over seeds.</summary>
    public double? PeakMiB { get; init; }
}

using System.Globalization;

namespace MarlRec.Data.Readers;

/// <summary>What a reader found in a file.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record ReadReport
{
    /// <summary>The path, or the name that the caller gave the text.</summary>
    public required string Source { get; init; }

    /// <summary>The records after the header, good or not.</summary>
    public required long Rows { get; init; }

    /// <summary>What was kept: events, or entries of a catalogue.</summary>
    public required long Kept { get; init; }

    /// <summary>Duplicates, kept or not.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Events left out for an unknown user or item.</summary>
    public required long UnknownIds { get; init; }

    /// <summary>Malformed records, which were left out.</summary>
    public required long Malformed { get; init; }

    /// <summary>The first issues of any kind in file order, as many as <see cref="ReadOptions.MaximumIssues"/> allows.</summary>
    public required IReadOnlyList<ReadIssue> Issues { get; init; }

    /// <summary>Whether nothing at all was found.</summary>
    public bool IsClean => Duplicates == 0 && UnknownIds == 0 && Malformed == 0;

    /// <summary>All counts in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Source}: {Rows} rows, {Kept} kept, {Duplicates} duplicates, {UnknownIds} unknown ids, {Malformed} malformed");
}

namespace MarlRec.Data.Readers;

/// <summary>What a reader found.</summary>
public enum ReadIssueKind
{
    /// <summary>A line that is not what the format says.</summary>
    Malformed,

    /// <summary>An event or an id that was there before.</summary>
    Duplicate,

    /// <summary>An id that is not known, or is marked as unknown.</summary>
    UnknownId,
}

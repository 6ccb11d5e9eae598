namespace MarlRec.Data.Readers;

/// <summary>One thing that a reader found in a file.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
/// <param name="LineNumber">The physical line, from 1.</param>
/// <param name="Kind">What was found.</param>
/// <param name="Problem">What is wrong and what was expected.</param>
public sealed record ReadIssue(long LineNumber, ReadIssueKind Kind, string Problem);

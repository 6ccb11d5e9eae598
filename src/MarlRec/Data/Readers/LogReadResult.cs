namespace MarlRec.Data.Readers;

/// <summary>The events of a file and what was found while reading.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
/// <param name="Log">The events, in file order.</param>
/// <param name="Report">What was found.</param>
public sealed record LogReadResult(InteractionLog Log, ReadReport Report);

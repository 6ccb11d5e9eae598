namespace MarlRec.Data.Readers;

/// <summary>Histories with the item that came next, and what was found while reading.</summary>
/// <remarks>Both logs share their id maps. An event's timestamp is its place in the user's sequence, from 0; a target's is the place after the history.
/// Thread safety: <em>immutable</em>.</remarks>
/// <param name="Histories">The histories' events.</param>
/// <param name="Targets">The next items, one for each row of the file.</param>
/// <param name="Report">What was found; <see cref="ReadReport.Kept"/> counts the events of both logs.</param>
public sealed record HistoryReadResult(InteractionLog Histories, InteractionLog Targets, ReadReport Report);

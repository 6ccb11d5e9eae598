namespace MarlRec.Data;

/// <summary>One event: a user did something with an item.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
/// <param name="User">The user's id, not empty. Ids are compared letter by letter (ordinal).</param>
/// <param name="Item">The item's id, not empty.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Value">The number of stars of a rating, else a factor of the event's weight; finite, 1 by default.</param>
/// <param name="Timestamp">When, in any unit that grows with time (seconds since 1970 in most files); only the order matters to the splits and histories.</param>
public readonly record struct Interaction(string User, string Item, EventKind Kind = EventKind.Click, float Value = 1f, long Timestamp = 0);

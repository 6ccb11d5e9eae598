namespace MarlRec.Recommenders.Models;

/// <summary>What one event changes of a user. Thread safety: <em>immutable</em>.</summary>
/// <param name="Item">The item.</param>
/// <param name="Consumed">Whether it joins the history.</param>
/// <param name="TurnedDown">Whether it is hidden from the user from now on; what was consumed with pleasure is shown again where seen items are.</param>
/// <param name="Weight">How much the user liked it; below 0 for dislike.</param>
internal readonly record struct Change(int Item, bool Consumed, bool TurnedDown, float Weight);

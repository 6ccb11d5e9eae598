namespace MarlRec.Recommenders.Serving;

/// <summary>One item of a served list. Thread safety: <em>immutable</em>.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Slot">Its position, from 0.</param>
/// <param name="Propensity">The probability with which this slot chose this item, given what the slots before it had chosen, in (0, 1].</param>
/// <param name="Score">The ranker's score; larger is better, comparable within a list only.</param>
/// <param name="PolicyVersion">Which policy chose it.</param>
/// <param name="EventId">The decision that feedback refers to; the same for all items of a list.</param>
public sealed record Recommendation(string ItemId, int Slot, float Propensity, float Score, long PolicyVersion, string EventId);

namespace MarlRec.Recommenders.Retrieval;

/// <summary>An item that a search found, and its score. Thread safety: <em>immutable</em>.</summary>
/// <param name="Item">The item's number: its row in the index.</param>
/// <param name="Score">The inner product with the query.</param>
public readonly record struct ScoredItem(int Item, float Score);

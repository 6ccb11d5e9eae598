namespace MarlRec.Data.Readers;

/// <summary>The items of a file and what was found while reading.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
/// <param name="Catalog">The items, in file order.</param>
/// <param name="Report">What was found.</param>
public sealed record CatalogReadResult(ItemCatalog Catalog, ReadReport Report);

using System.Collections.ObjectModel;

namespace MarlRec.Data;

/// <summary>What is known about an item before anyone touches it.</summary>
/// <remarks>Thread safety: <em>immutable</em>, given that the caller leaves the dictionaries and vectors alone.</remarks>
public sealed record CatalogItem
{
    /// <summary>The item's id, not empty; compared ordinally.</summary>
    public required string Id { get; init; }

    /// <summary>Title, description, or both; may be empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>Attribute name → values, such as <c>genre → [Comedy, Drama]</c>; empty by default.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Modality name → vector, such as <c>image → float[512]</c>; empty by default. All items of a catalogue that have a modality have it in the
    /// same size.</summary>
    public IReadOnlyDictionary<string, float[]> Modalities { get; init; } = ReadOnlyDictionary<string, float[]>.Empty;
}

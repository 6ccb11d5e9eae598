using MarlRec.Data;

namespace MarlRec.Recommenders.Storage;

/// <summary>A catalogue item.</summary>
internal sealed record SavedItem
{
    public required string Id { get; init; }

    public required string Text { get; init; }

    public required Dictionary<string, string[]> Attributes { get; init; }

    public required Dictionary<string, float[]> Modalities { get; init; }

    internal static SavedItem From(CatalogItem item) => new()
    {
        Id = item.Id,
        Text = item.Text,
        Attributes = item.Attributes.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal),
        Modalities = item.Modalities.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
    };

    internal CatalogItem ToItem() => new()
    {
        Id = Id,
        Text = Text,
        Attributes = Attributes.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal),
        Modalities = Modalities,
    };
}

using MarlRec.Data;

namespace MarlRec.Tests.Data;

public class ItemCatalogTests
{
    private static CatalogItem Item(string id, params float[] image) =>
        new() { Id = id, Text = $"text of {id}", Modalities = image.Length == 0 ? new Dictionary<string, float[]>() : new() { ["image"] = image } };

    [Fact]
    public void Items_keep_their_order_and_are_found_by_id()
    {
        var catalog = new ItemCatalog([Item("b", 1, 2), Item("a"), Item("c", 3, 4)]);
        Assert.Equal(["b", "a", "c"], catalog.Select(item => item.Id));
        Assert.Equal(1, catalog.Ids.IndexOf("a"));
        Assert.True(catalog.Ids.IsFrozen);
        Assert.True(catalog.TryGet("c", out var found));
        Assert.Same(catalog[2], found);
        Assert.False(catalog.TryGet("C", out _));
        Assert.False(catalog.TryGet(null, out _));
        Assert.Equal(2, catalog.ModalitySizes["image"]);
        Assert.Empty(ItemCatalog.Empty);
        Assert.Throws<ArgumentOutOfRangeException>(() => catalog[3]);
    }

    public static TheoryData<string, CatalogItem?[]> Bad() => new()
    {
        { "\"a\"", [Item("a"), Item("a")] },
        { "items[1] is null", [Item("a"), null] },
        { "Id is empty", [Item("")] },
        { "null text", [Item("a") with { Text = null! }] },
        { "null values for attribute \"genre\"", [Item("a") with { Attributes = new Dictionary<string, IReadOnlyList<string>> { ["genre"] = null! } }] },
        { "[1] is NaN", [Item("a", 1, float.NaN)] },
        { "has 1 numbers, but earlier items have 2", [Item("a", 1, 2), Item("b", 1)] },
        { "no numbers", [Item("a") with { Modalities = new Dictionary<string, float[]> { ["image"] = [] } }] },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Bad_items_are_named(string expected, CatalogItem?[] items) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new ItemCatalog(items!)).Message, StringComparison.Ordinal);

    [Fact]
    public void Null_is_refused() => Assert.Throws<ArgumentNullException>(() => new ItemCatalog(null!));
}

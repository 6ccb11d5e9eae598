using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MarlRec.Data;

/// <summary>The items that can be recommended, in a fixed order, found by index or by id.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class ItemCatalog : IReadOnlyList<CatalogItem>
{
    private readonly CatalogItem[] _items;
    private readonly Dictionary<string, int> _modalitySizes = new(StringComparer.Ordinal);

    /// <summary>A catalogue of the given items, in the given order.</summary>
    /// <param name="items">With distinct ids; may be empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentException">An item, or a part of one, is null; an id is empty or there twice; a modality vector is empty, not finite or
    /// differs in size from that of an earlier item.</exception>
    public ItemCatalog(IEnumerable<CatalogItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items = [.. items];
        Ids = new IdMap();
        for (var i = 0; i < _items.Length; i++)
        {
            var item = _items[i] ?? throw new ArgumentException($"items[{i}] is null.", nameof(items));
            if (string.IsNullOrEmpty(item.Id)) throw new ArgumentException($"items[{i}].Id is empty, but an id needs at least one character.", nameof(items));
            if (Ids.GetOrAdd(item.Id) != i) throw new ArgumentException($"items[{i}].Id is \"{item.Id}\", which an earlier item has; ids must be distinct.", nameof(items));
            if (item.Text is null || item.Attributes is null || item.Modalities is null)
                throw new ArgumentException($"Item \"{item.Id}\" has a null text, attributes or modalities; use an empty one.", nameof(items));
            foreach (var (name, values) in item.Attributes)
                if (values is null) throw new ArgumentException($"Item \"{item.Id}\" has null values for attribute \"{name}\".", nameof(items));
            foreach (var (name, vector) in item.Modalities) CheckModality(item.Id, name, vector);
        }

        Ids.Freeze();
    }

    /// <summary>A catalogue without items.</summary>
    public static ItemCatalog Empty { get; } = new([]);

    /// <summary>The number of items.</summary>
    public int Count => _items.Length;

    /// <summary>Item id → index in this catalogue; frozen.</summary>
    public IdMap Ids { get; }

    /// <summary>Modality name → vector size, over all items.</summary>
    public IReadOnlyDictionary<string, int> ModalitySizes => _modalitySizes;

    /// <summary>The item with the given index.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside the range.</exception>
    public CatalogItem this[int index] => (uint)index < (uint)_items.Length
        ? _items[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"index must be in [0, {_items.Length}).");

    /// <summary>Finds an item by id.</summary>
    /// <param name="id">The id; null is never found.</param>
    /// <param name="item">The item, or null.</param>
    public bool TryGet([NotNullWhen(true)] string? id, [NotNullWhen(true)] out CatalogItem? item)
    {
        item = Ids.TryGetIndex(id, out var index) ? _items[index] : null;
        return item is not null;
    }

    /// <summary>The items in order.</summary>
    public IEnumerator<CatalogItem> GetEnumerator() => ((IEnumerable<CatalogItem>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    private void CheckModality(string id, string name, float[] vector)
    {
        if (vector is null || vector.Length == 0) throw new ArgumentException($"Item \"{id}\" has no numbers in modality \"{name}\"; leave it out instead.", nameof(vector));
        for (var i = 0; i < vector.Length; i++)
            if (!float.IsFinite(vector[i])) throw new ArgumentException($"Item \"{id}\", modality \"{name}\"[{i}] is {vector[i]}, but every element must be finite.", nameof(vector));
        if (!_modalitySizes.TryAdd(name, vector.Length) && _modalitySizes[name] != vector.Length)
            throw new ArgumentException($"Item \"{id}\", modality \"{name}\" has {vector.Length} numbers, but earlier items have {_modalitySizes[name]}.", nameof(vector));
    }
}

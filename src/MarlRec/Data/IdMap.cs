using System.Diagnostics.CodeAnalysis;

namespace MarlRec.Data;

/// <summary>String ids outside, dense integers inside: the n-th distinct id that is added becomes n − 1.</summary>
/// <remarks>
/// <para>Ids are compared ordinally: <c>"A"</c> and <c>"a"</c> are two ids. An index never changes, so that several logs may share a map.</para>
/// <para>Thread safety: <em>single owner</em> while ids are added; <em>immutable</em>, and so safe to read from any thread, once <see cref="Freeze"/> was called.</para>
/// </remarks>
public sealed class IdMap
{
    private readonly Dictionary<string, int> _indices;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly List<string> _ids;

    /// <summary>An empty map.</summary>
    public IdMap()
        : this(0)
    {
    }

    private IdMap(int capacity)
    {
        _indices = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
        _bySpan = _indices.GetAlternateLookup<ReadOnlySpan<char>>();
        _ids = new List<string>(capacity);
        Ids = _ids.AsReadOnly();
    }

    /// <summary>The number of ids.</summary>
    public int Count => _ids.Count;

    /// <summary>All ids by index: what has to be saved to restore the map with <see cref="From"/>. A live view.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Whether ids can no longer be added.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>The id with the given index.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside the range.</exception>
    public string this[int index] => (uint)index < (uint)_ids.Count
        ? _ids[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"index must be in [0, {_ids.Count}).");

    /// <summary>A growable map of the given ids in the given order.</summary>
    /// <param name="ids">Distinct, not empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    /// <exception cref="ArgumentException">An id is null, empty or there twice.</exception>
    public static IdMap From(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var map = new IdMap(ids.TryGetNonEnumeratedCount(out var count) ? count : 0);
        foreach (var id in ids)
        {
            var before = map.Count;
            if (map.GetOrAdd(id) != before) throw new ArgumentException($"ids holds \"{id}\" twice, but ids must be distinct.", nameof(ids));
        }

        return map;
    }

    /// <summary>The index of an id.</summary>
    /// <param name="id">Any text.</param>
    /// <returns>The index, or −1 when the id is not in the map.</returns>
    public int IndexOf(ReadOnlySpan<char> id) => _bySpan.TryGetValue(id, out var index) ? index : -1;

    /// <summary>Whether the map holds an id.</summary>
    /// <param name="id">Any text.</param>
    public bool Contains(ReadOnlySpan<char> id) => _bySpan.ContainsKey(id);

    /// <summary>Finds the index of an id.</summary>
    /// <param name="id">The id; null is never found.</param>
    /// <param name="index">The index, or −1.</param>
    public bool TryGetIndex([NotNullWhen(true)] string? id, out int index)
    {
        if (id is not null && _indices.TryGetValue(id, out index)) return true;
        index = -1;
        return false;
    }

    /// <summary>The index of an id, which is added when it is new.</summary>
    /// <param name="id">Not empty.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is empty (or a null string).</exception>
    /// <exception cref="InvalidOperationException">The id is new, but the map is frozen.</exception>
    public int GetOrAdd(ReadOnlySpan<char> id)
    {
        if (_bySpan.TryGetValue(id, out var index)) return index;
        if (id.IsEmpty) throw new ArgumentException("id is empty, but an id needs at least one character.", nameof(id));
        if (IsFrozen) throw new InvalidOperationException($"The id \"{id}\" is not in this map, which is frozen; Copy() gives one that grows.");
        index = _ids.Count;
        var text = id.ToString();
        _indices.Add(text, index);
        _ids.Add(text);
        return index;
    }

    /// <summary>Forbids further ids, so that the map can be read from any thread.</summary>
    /// <returns>This map.</returns>
    public IdMap Freeze()
    {
        IsFrozen = true;
        return this;
    }

    /// <summary>A growable map with the same ids and indices.</summary>
    public IdMap Copy()
    {
        var copy = new IdMap(_ids.Count);
        foreach (var id in _ids)
        {
            copy._indices.Add(id, copy._ids.Count);
            copy._ids.Add(id);
        }

        return copy;
    }
}

namespace MarlRec.Kernels.Retrieval;

/// <summary>The largest keys offered so far: a binary heap with the least of them on top, in memory of the caller.</summary>
internal unsafe struct BestKeys
{
    private readonly ulong* _keys;
    private readonly int _capacity;
    private readonly ulong _floor;

    /// <summary>Keeps up to <paramref name="capacity"/> keys (1 or more) that are larger than <paramref name="floor"/>.</summary>
    internal BestKeys(ulong* keys, int capacity, ulong floor)
    {
        _keys = keys;
        _capacity = capacity;
        _floor = floor;
    }

    /// <summary>How many keys are kept.</summary>
    internal int Count { get; private set; }

    /// <summary>Only keys above this are taken.</summary>
    internal readonly ulong Floor => Count == _capacity ? _keys[0] : _floor;

    /// <summary>Takes the key if it belongs to the best.</summary>
    internal void Offer(ulong key)
    {
        if (key <= Floor) return;
        if (Count < _capacity) Rise(key, Count++);
        else Sink(key);
    }

    private readonly void Rise(ulong key, int at)
    {
        while (at > 0)
        {
            var parent = (at - 1) >> 1;
            if (_keys[parent] <= key) break;
            _keys[at] = _keys[parent];
            at = parent;
        }

        _keys[at] = key;
    }

    private readonly void Sink(ulong key)
    {
        var at = 0;
        for (var child = 1; child < _capacity; child = 2 * at + 1)
        {
            if (child + 1 < _capacity && _keys[child + 1] < _keys[child]) child++;
            if (_keys[child] >= key) break;
            _keys[at] = _keys[child];
            at = child;
        }

        _keys[at] = key;
    }
}

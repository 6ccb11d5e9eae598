namespace MarlRec.Encoders.Checkpoints;

/// <summary>Vectors by text, at most so many: the one not asked for longest goes first. Thread safety: <em>thread-safe</em>.</summary>
internal sealed class VectorCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Text, ReadOnlyMemory<float> Vector)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Text, ReadOnlyMemory<float> Vector)> _order = new(); // last asked for first

    internal int Count
    {
        get
        {
            lock (_lock) return _nodes.Count;
        }
    }

    internal bool TryGet(string text, out ReadOnlyMemory<float> vector)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(text, out var node))
            {
                vector = default;
                return false;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            vector = node.Value.Vector;
            return true;
        }
    }

    internal void Put(string text, ReadOnlyMemory<float> vector)
    {
        if (capacity == 0) return;
        lock (_lock)
        {
            if (_nodes.Remove(text, out var known)) _order.Remove(known);
            else if (_nodes.Count == capacity)
            {
                _nodes.Remove(_order.Last!.Value.Text);
                _order.RemoveLast();
            }

            _nodes.Add(text, _order.AddFirst((text, vector)));
        }
    }
}

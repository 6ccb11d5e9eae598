using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// What a <see cref="TransformerDecoder"/> or a causal <see cref="TransformerEncoder"/> keeps of the steps it has read, so that the next one costs one step
/// and not all of them. Thread safety: <em>single owner</em>.
/// </summary>
/// <remarks>Filled with one set of weights; after training, <see cref="Clear"/> it. The modules that make caches only read them otherwise.</remarks>
public sealed class KeyValueCache
{
    private readonly KeyValueStore[] _own;
    private readonly object _module;
    private KeyValueStore[] _memory = [];
    private int[] _memoryLengths = [];

    internal KeyValueCache(object module, TransformerOptions options, int batch, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _module = module;
        Batch = batch;
        Capacity = capacity;
        _own = Stores(options, batch, capacity);
    }

    /// <summary>B, how many sequences run side by side.</summary>
    public int Batch { get; }

    /// <summary>The most steps of a sequence.</summary>
    public int Capacity { get; }

    /// <summary>How many steps have been read.</summary>
    public int Length { get; private set; }

    /// <summary>Forgets all steps, and a decoder's memory. The room is kept.</summary>
    public void Clear()
    {
        Length = 0;
        MemoryTime = 0;
        HasMemory = false;
    }

    internal bool HasMemory { get; private set; }

    /// <summary>Tk of the memory.</summary>
    internal int MemoryTime { get; private set; }

    internal ReadOnlySpan<int> MemoryLengths => _memoryLengths;

    internal KeyValueStore Own(int layer) => _own[layer];

    internal KeyValueStore Memory(int layer) => _memory[layer];

    /// <summary>Checks that new steps [B, count, D] fit.</summary>
    internal void Require(object module, Tape tape, Shape steps, int size)
    {
        RequireOwner(module, tape);
        if (steps.Rank != 3 || steps[0] != Batch || steps[2] != size)
            throw new ArgumentException($"steps {steps} do not fit a cache of {Batch} sequences for a width of {size}.", nameof(steps));
        if (steps[1] > Capacity - Length)
            throw new ArgumentException($"steps {steps} do not fit a cache that has read {Length} of at most {Capacity} steps.", nameof(steps));
    }

    /// <summary>Checks that a memory [B, T, D] fits.</summary>
    internal void RequireMemory(object module, Tape tape, Shape memory, int size)
    {
        RequireOwner(module, tape);
        if (memory.Rank != 3 || memory[0] != Batch || memory[2] != size)
            throw new ArgumentException($"memory {memory} does not fit a cache of {Batch} sequences for a width of {size}.", nameof(memory));
    }

    private void RequireOwner(object module, Tape tape)
    {
        if (tape.IsRecording) throw new ArgumentException("A cache is for inference; the tape must not record.", nameof(tape));
        if (!ReferenceEquals(module, _module)) throw new ArgumentException("The cache was made by another module.", nameof(module));
    }

    internal void Advance(int count) => Length += count;

    /// <summary>Takes over the first steps of another cache of the same module; this one has room for them.</summary>
    internal void CopyFrom(KeyValueCache other, int steps)
    {
        for (var i = 0; i < _own.Length; i++) _own[i].CopyFrom(other._own[i], steps);
        Length = steps;
    }

    /// <summary>
    /// Lets each sequence go on from another's steps, as the hypotheses of a beam search do: sequence b then has what sequence parents[b] had. The memory stays
    /// as it is: those who trade places look at the same one.
    /// </summary>
    /// <param name="parents">B sequences, each in [0, B); one may be named more than once.</param>
    internal void Reorder(ReadOnlySpan<int> parents)
    {
        if (parents.Length != Batch) throw new ArgumentException($"parents has {parents.Length} entries, but the cache runs {Batch} sequences.", nameof(parents));
        var moved = false;
        for (var i = 0; i < parents.Length; i++)
        {
            if ((uint)parents[i] >= (uint)Batch) throw new ArgumentOutOfRangeException(nameof(parents), parents[i], $"parents[{i}] must be in [0, {Batch}).");
            moved |= parents[i] != i;
        }

        if (!moved) return;
        foreach (var store in _own) store.Reorder(parents, Length);
    }

    /// <summary>Makes room for a memory; what is there already is used again where it is large enough.</summary>
    internal void SetMemory(TransformerOptions options, int time, ReadOnlySpan<int> lengths)
    {
        if (_memory.Length == 0 || _memory[0].Capacity < time) _memory = Stores(options, Batch, time);
        if (_memoryLengths.Length == 0) _memoryLengths = new int[Batch];
        if (lengths.IsEmpty) Array.Fill(_memoryLengths, time);
        else lengths.CopyTo(_memoryLengths);
        MemoryTime = time;
        HasMemory = true;
    }

    private static KeyValueStore[] Stores(TransformerOptions options, int batch, int capacity)
    {
        var stores = new KeyValueStore[options.Layers];
        for (var i = 0; i < stores.Length; i++) stores[i] = new KeyValueStore(batch, options.Heads, options.Size / options.Heads, capacity);
        return stores;
    }
}

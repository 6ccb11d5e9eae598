using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// The vector of each item: trained for itself, computed from fixed features such as its text's vector, or the sum of both. An item that nobody has met is then
/// known by its features (Hou et al., "Towards Universal Sequence Representation Learning for Recommender Systems", KDD 2022, without its mixture of experts).
/// </summary>
/// <remarks>
/// Vectors are about of unit length at first. The trained table is <c>table.weight</c>, the map of the features <c>map.weight</c> and <c>map.bias</c>; beside features the table
/// starts at zero. The features themselves are no parameters and are not saved with them. Thread safety: see <see cref="Module"/>.
/// </remarks>
public sealed class ItemVectors : Module
{
    private const int InferenceRows = 4096;
    private readonly Parameter? _features;
    private readonly Linear? _map;
    private readonly Embedding? _table;

    /// <summary>A trained vector for each item.</summary>
    /// <param name="count">V, at least 1.</param>
    /// <param name="size">D, at least 1.</param>
    /// <param name="random">Draws the vectors.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public ItemVectors(int count, int size, RandomStream random)
        : this(count, size, random, rowSparse: false)
    {
    }

    /// <summary>A trained vector for each item.</summary>
    /// <param name="count">V, at least 1.</param>
    /// <param name="size">D, at least 1.</param>
    /// <param name="random">Draws the vectors.</param>
    /// <param name="rowSparse">Whether a training step costs the rows that it looks up instead of V: see <see cref="Parameter"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public ItemVectors(int count, int size, RandomStream random, bool rowSparse)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(random);
        (Count, Size) = (count, size);
        _table = Register("table", new Embedding(count, size, random.Fork("table"), rowSparse));
        Initializers.Uniform(_table.Weight.Value, TokenTable.UnitLimit(size), random.Fork("table"));
    }

    /// <summary>Vectors computed from features, W · f + b, with or without a trained part for each item.</summary>
    /// <param name="features">Shape [V, F], all finite; kept, and must not change. Rows of about unit length give vectors of about unit length.</param>
    /// <param name="size">D, at least 1.</param>
    /// <param name="random">Draws the map.</param>
    /// <param name="trainItems">Whether each item has a trained part, from zero on.</param>
    /// <param name="rowSparse">Whether a training step costs the rows of the trained part that it looks up instead of V.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="features"/> is not a matrix with at least one element, or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public ItemVectors(FloatTensor features, int size, RandomStream random, bool trainItems = false, bool rowSparse = false)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(random);
        if (features.Shape.Rank != 2 || features.Length == 0) throw new ArgumentException($"features must be of shape [V,F], but are {features.Shape}.", nameof(features));
        Throw.IfNotAllFinite(features.Span, nameof(features));
        (Count, Size) = (features.Shape[0], size);
        _features = new Parameter(features);
        _features.Freeze();
        _map = Register("map", new Linear(features.Shape[1], size, random.Fork("map")));
        // The mean square of what comes out is that of what goes in, spread over D.
        Initializers.Uniform(_map.Weight.Value, TokenTable.UnitLimit(size), random.Fork("map"));
        if (!trainItems) return;
        _table = Register("table", new Embedding(Count, size, random.Fork("table"), rowSparse));
        _table.Weight.Value.Span.Clear();
    }

    /// <summary>V.</summary>
    public int Count { get; }

    /// <summary>D.</summary>
    public int Size { get; }

    /// <summary>The vectors of some items.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="items">N items in [0, V); an item may come more than once.</param>
    /// <returns>Shape [N, D].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item is out of range.</exception>
    public Variable Forward(Tape tape, ReadOnlySpan<int> items)
    {
        ArgumentNullException.ThrowIfNull(tape);
        for (var i = 0; i < items.Length; i++)
            if ((uint)items[i] >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(items), items[i], $"items[{i}] must be in [0, {Count}).");
        var own = _table is null ? default(Variable?) : tape.GatherRows(tape.Parameter(_table.Weight), items);
        if (_map is null) return own!.Value;
        var mapped = _map.Forward(tape, tape.GatherRows(tape.Parameter(_features!), items));
        return own is { } part ? tape.Add(mapped, part) : mapped;
    }

    /// <summary>The vectors of all items.</summary>
    /// <param name="tape">The tape.</param>
    /// <returns>Shape [V, D].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    public Variable Forward(Tape tape)
    {
        ArgumentNullException.ThrowIfNull(tape);
        var own = _table is null ? default(Variable?) : tape.Parameter(_table.Weight);
        if (_map is null) return own!.Value;
        var mapped = _map.Forward(tape, tape.Parameter(_features!));
        return own is { } part ? tape.Add(mapped, part) : mapped;
    }

    /// <summary>Computes the vectors of all items, such as for an index that serves.</summary>
    /// <param name="context">Runs the work; null for the calling thread.</param>
    /// <returns>Shape [V, D]; shares nothing with this module.</returns>
    public FloatTensor Compute(ComputeContext? context = null)
    {
        var tape = new Tape(context ?? ComputeContext.Serial, recording: false);
        var all = new FloatTensor(Count, Size);
        var items = new int[Math.Min(InferenceRows, Count)];
        for (var first = 0; first < Count; first += InferenceRows)
        {
            var block = items.AsSpan(0, Math.Min(InferenceRows, Count - first));
            for (var i = 0; i < block.Length; i++) block[i] = first + i;
            tape.Reset();
            Forward(tape, block).Value.CopyTo(all.Span[(first * Size)..]);
        }

        return all;
    }
}

using System.Runtime.InteropServices;
using MarlRec.Encoders.Bodies;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// Next-item prediction over behaviour: a causal body reads the vectors of a user's items, and its state x is to give the next item a large share of softmax(W · x), where W are the
/// same item vectors (Hidasi et al., "Session-based Recommendations with Recurrent Neural Networks", ICLR 2016; Kang and McAuley, "Self-Attentive Sequential
/// Recommendation", ICDM 2018, with a softmax in place of its binary losses).
/// </summary>
/// <remarks>
/// Targets are told apart from the items that occur in the histories. Others, which nobody has met, are not pushed away: what training says about them is what their features
/// say. Item vectors are scaled by √D on their way in (Vaswani et al., 2017). Thread safety: <em>single owner</em>.
/// </remarks>
public sealed class NextItemObjective : IPretrainingObjective
{
    private readonly NextItemOptions _options;
    private readonly (int[] History, int Start, int End)[] _windows; // the event at End - 1 is the last target
    private readonly int[] _met; // items that occur, ascending
    private readonly int[] _placeOf; // [V] where an item stands among those that are looked up; -1 for nowhere
    private readonly ItemSampler? _sampler;
    private readonly SequenceRows _rows = new();
    private readonly List<int> _lookedUp = [];
    private int[] _targets = [], _negatives = [];
    private float[] _weights = [], _negativeCorrections = [];

    /// <summary>An objective over histories.</summary>
    /// <param name="items">The item vectors.</param>
    /// <param name="body">What reads them: causal, and of their width.</param>
    /// <param name="histories">Items of each user in the order of time, in [0, V); kept, and must not change. Those of fewer than two events teach nothing and are left out.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentNullException">An argument without a default, or a history, is null.</exception>
    /// <exception cref="ArgumentException">The body is not causal or of another width, reads less than <see cref="NextItemOptions.MaximumLength"/>, or no history has two events.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item or option is out of range.</exception>
    public NextItemObjective(ItemVectors items, SequenceBody body, IReadOnlyList<int[]> histories, NextItemOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(histories);
        _options = options ?? new NextItemOptions();
        _options.Validate();
        if (!body.IsCausal) throw new ArgumentException("The body sees later events, so the next one would be no secret; use a causal body.", nameof(body));
        if (body.Size != items.Size) throw new ArgumentException($"The body reads vectors of width {body.Size}, but the items' have {items.Size}.", nameof(body));
        if (body.MaximumLength < _options.MaximumLength)
            throw new ArgumentException($"The body reads {body.MaximumLength} steps, but MaximumLength is {_options.MaximumLength}.", nameof(body));
        (Items, Body) = (items, body);
        Parameters = ObjectiveParts.Parameters(("items", items), ("body", body));
        var counts = Counts(histories, items.Count);
        _windows = [.. Windows(histories, _options)];
        if (_windows.Length == 0) throw new ArgumentException("No history has two events.", nameof(histories));
        _met = [.. Enumerable.Range(0, items.Count).Where(item => counts[item] > 0)];
        _placeOf = new int[items.Count];
        Array.Fill(_placeOf, -1);
        if (_options.Negatives > 0) _sampler = new ItemSampler(Array.ConvertAll(_met, item => counts[item]), _options.NegativePower);
    }

    /// <summary>The item vectors.</summary>
    public ItemVectors Items { get; }

    /// <summary>What reads them.</summary>
    public SequenceBody Body { get; }

    /// <inheritdoc/>
    public int ExampleCount => _windows.Length;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <inheritdoc/>
    public ObjectiveResult Record(Tape tape, ReadOnlySpan<int> examples, RandomStream? random)
    {
        ObjectiveParts.Check(tape, examples, ExampleCount);
        var count = Gather(examples);
        var sampled = _sampler is not null && random is not null;
        _lookedUp.Clear();
        if (sampled) DrawNegatives(random!);
        else _lookedUp.AddRange(_met);
        for (var place = 0; place < _lookedUp.Count; place++) _placeOf[_lookedUp[place]] = place;
        if (sampled)
        {
            foreach (var item in _rows.Ids) LookUp(item);
            foreach (var item in Targets) LookUp(item);
        }

        ToPlaces();
        foreach (var item in _lookedUp) _placeOf[item] = -1;
        var all = !sampled && _lookedUp.Count == Items.Count;
        var vectors = all ? Items.Forward(tape) : Items.Forward(tape, CollectionsMarshal.AsSpan(_lookedUp));
        var read = tape.Reshape(tape.GatherRows(vectors, _rows.Ids), _rows.Lengths.Length, _rows.Time, Items.Size);
        var states = Body.Forward(tape, TokenTable.ScaleIn(tape, read), _rows.Lengths, random);
        if (_options.Temperature is { } temperature)
        {
            states = tape.Scale(tape.NormalizeRows(states), (float)(1 / temperature));
            vectors = tape.NormalizeRows(vectors);
        }

        int right;
        var loss = sampled
            ? tape.CountedSampledSoftmax(states, vectors, null, Targets, WeightsOfRows, _negatives.AsSpan(0, _options.Negatives), [],
                _negativeCorrections.AsSpan(0, _options.Negatives), out right)
            : tape.CountedSoftmaxCrossEntropy(states, vectors, null, Targets, WeightsOfRows, out right);
        return new ObjectiveResult(loss, count, right);
    }

    private ReadOnlySpan<int> Targets => _targets.AsSpan(0, _rows.Ids.Length);

    private ReadOnlySpan<float> WeightsOfRows => _weights.AsSpan(0, _rows.Ids.Length);

    // Each window but its last event is read; each event but its first is a target. Padding repeats the first item, which is looked up anyway.
    private int Gather(ReadOnlySpan<int> examples)
    {
        var time = 1;
        foreach (var example in examples) time = Math.Max(time, _windows[example].End - _windows[example].Start - 1);
        _rows.Resize(examples.Length, time);
        var rows = examples.Length * time;
        ObjectiveParts.Room(ref _targets, rows);
        Array.Clear(ObjectiveParts.Room(ref _weights, rows), 0, rows);
        var count = 0;
        for (var b = 0; b < examples.Length; b++)
        {
            var (history, start, end) = _windows[examples[b]];
            var length = end - start - 1;
            _rows.Lengths[b] = length;
            var row = _rows.Ids.Slice(b * time, time);
            row.Fill(history[start]);
            history.AsSpan(start, length).CopyTo(row);
            var targets = _targets.AsSpan(b * time, time);
            targets.Fill(history[start]);
            history.AsSpan(start + 1, length).CopyTo(targets);
            var first = _options.LastOnly ? length - 1 : 0;
            _weights.AsSpan(b * time + first, length - first).Fill(1);
            count += length - first;
        }

        return count;
    }

    // The items drawn come first among those looked up. S draws in proportion to q are expected to be an item S · q times, so each stands for 1 / (S · q) of it. A target is in its own
    // row in any case, once, and is no draw there: it stands for itself.
    private void DrawNegatives(RandomStream random)
    {
        var draws = random.Fork("negatives");
        var negatives = ObjectiveParts.Room(ref _negatives, _options.Negatives);
        var corrections = ObjectiveParts.Room(ref _negativeCorrections, _options.Negatives);
        var draw = MathF.Log(_options.Negatives);
        for (var i = 0; i < _options.Negatives; i++)
        {
            var at = _sampler!.Next(draws);
            corrections[i] = draw + _sampler.LogProbability(at);
            negatives[i] = LookUp(_met[at]);
        }
    }

    private int LookUp(int item)
    {
        ref var place = ref _placeOf[item];
        if (place >= 0) return place;
        place = _lookedUp.Count;
        _lookedUp.Add(item);
        return place;
    }

    private void ToPlaces()
    {
        foreach (ref var id in _rows.Ids) id = _placeOf[id];
        foreach (ref var id in _targets.AsSpan(0, _rows.Ids.Length)) id = _placeOf[id];
    }

    private static int[] Counts(IReadOnlyList<int[]> histories, int items)
    {
        var counts = new int[items];
        for (var user = 0; user < histories.Count; user++)
        {
            var history = histories[user] ?? throw new ArgumentNullException(nameof(histories), $"histories[{user}] is null.");
            for (var i = 0; i < history.Length; i++)
            {
                if ((uint)history[i] >= (uint)items)
                    throw new ArgumentOutOfRangeException(nameof(histories), history[i], $"histories[{user}][{i}] must be in [0, {items}).");
                counts[history[i]]++;
            }
        }

        return counts;
    }

    private static IEnumerable<(int[] History, int Start, int End)> Windows(IReadOnlyList<int[]> histories, NextItemOptions options)
    {
        foreach (var history in histories)
        {
            for (var end = history.Length; end >= 2; end -= options.MaximumLength)
            {
                yield return (history, Math.Max(0, end - options.MaximumLength - 1), end);
                if (options.LastOnly) break;
            }
        }
    }
}

using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// An item's text with the text of an item that somebody consumed shortly before or after it. Each item is one pair of an epoch; its partner is drawn anew each time: first a place in
/// the histories, then another item within a window around it. Thread safety: <em>immutable</em> while texts and histories are.
/// </summary>
public sealed class CoConsumedPairs : IPairSource
{
    private readonly IReadOnlyList<int[]> _texts;
    private readonly IReadOnlyList<int[]> _histories;
    private readonly int _window;
    private readonly int[] _items;
    private readonly List<(int User, int Position)>[] _places;

    /// <summary>Pairs from histories.</summary>
    /// <param name="texts">Token ids of each of V items; may be empty. Kept.</param>
    /// <param name="histories">Items of each user in the order of time, in [0, V). Kept.</param>
    /// <param name="window">How many events apart two items may be: at least 1.</param>
    /// <exception cref="ArgumentNullException">A list, text or history is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item or <paramref name="window"/> is out of range.</exception>
    public CoConsumedPairs(IReadOnlyList<int[]> texts, IReadOnlyList<int[]> histories, int window = 5)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        (_texts, _histories, _window) = (texts, histories, window);
        _places = new List<(int, int)>[texts.Count];
        for (var item = 0; item < texts.Count; item++)
        {
            if (texts[item] is null) throw new ArgumentNullException(nameof(texts), $"texts[{item}] is null.");
            _places[item] = [];
        }

        for (var user = 0; user < histories.Count; user++)
        {
            var history = histories[user] ?? throw new ArgumentNullException(nameof(histories), $"histories[{user}] is null.");
            for (var i = 0; i < history.Length; i++)
                if ((uint)history[i] >= (uint)texts.Count)
                    throw new ArgumentOutOfRangeException(nameof(histories), history[i], $"histories[{user}][{i}] must be in [0, {texts.Count}).");
            for (var i = 0; i < history.Length; i++)
                if (texts[history[i]].Length > 0 && Partners(history, i) > 0) _places[history[i]].Add((user, i));
        }

        _items = [.. Enumerable.Range(0, texts.Count).Where(item => _places[item].Count > 0)];
    }

    /// <summary>How many items have a text and a partner with a text.</summary>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public TextPair Draw(int pair, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if ((uint)pair >= (uint)_items.Length) throw new ArgumentOutOfRangeException(nameof(pair), pair, $"pair must be in [0, {_items.Length}).");
        var item = _items[pair];
        var (user, position) = _places[item][random.Next(_places[item].Count)];
        var history = _histories[user];
        var wanted = random.Next(Partners(history, position));
        var at = Math.Max(0, position - _window);
        while (!IsPartner(history, position, at) || wanted-- > 0) at++;
        return new TextPair(_texts[item], _texts[history[at]], item, history[at]);
    }

    private int Partners(int[] history, int position)
    {
        var count = 0;
        for (var i = Math.Max(0, position - _window); i < Math.Min((long)history.Length, (long)position + _window + 1); i++)
            if (IsPartner(history, position, i)) count++;
        return count;
    }

    private bool IsPartner(int[] history, int position, int other) => history[other] != history[position] && _texts[history[other]].Length > 0;
}

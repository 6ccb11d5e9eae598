using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// Training examples for the text encoder: a stretch of an item's words with some left out, and what it should lead to: mostly the item itself, one time in four an
/// item that a user consumed near it. A visitor says a few words, not a description; so neither may be learned by heart.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
internal sealed class TextExamples
{
    private const int DrawsPerItem = 4;
    private const float WordDropout = 0.2f;
    private const int Neighbourhood = 10;

    private readonly IReadOnlyList<int[]> _texts;
    private readonly IReadOnlyList<int[]> _histories;
    private readonly List<(int User, int Position)>[] _occurrences;

    /// <summary>Takes each item's words, [V], and each user's items.</summary>
    internal TextExamples(IReadOnlyList<int[]> texts, IReadOnlyList<int[]> histories)
    {
        (_texts, _histories) = (texts, histories);
        _occurrences = new List<(int, int)>[texts.Count];
        for (var item = 0; item < _occurrences.Length; item++) _occurrences[item] = [];
        for (var user = 0; user < histories.Count; user++)
            for (var position = 0; position < histories[user].Length; position++) _occurrences[histories[user][position]].Add((user, position));
    }

    /// <summary>Four examples per item that has words, in random order.</summary>
    internal List<Example> Draw(int maxLength, RandomStream random)
    {
        var examples = new List<Example>();
        for (var item = 0; item < _texts.Count; item++)
        {
            for (var draw = 0; draw < DrawsPerItem && _texts[item].Length > 0; draw++)
            {
                var words = Stretch(_texts[item], maxLength, random);
                examples.Add(new Example(words, random.Next(4) > 0 ? item : Companion(item, random)));
            }
        }

        var order = examples.ToArray();
        random.Shuffle(order.AsSpan());
        return [.. order];
    }

    private static int[] Stretch(int[] words, int maxLength, RandomStream random)
    {
        // Squaring favours short stretches.
        var length = 1 + (int)(Math.Min(words.Length, maxLength) * Math.Pow(random.NextDouble(), 2));
        var start = random.Next(words.Length - length + 1);
        var kept = new List<int>(length);
        for (var i = start; i < start + length; i++)
            if (random.NextSingle() >= WordDropout) kept.Add(words[i]);
        if (kept.Count == 0) kept.Add(words[start]);
        return [.. kept];
    }

    private int Companion(int item, RandomStream random)
    {
        if (_occurrences[item].Count == 0) return item;
        var (user, position) = _occurrences[item][random.Next(_occurrences[item].Count)];
        var history = _histories[user];
        var first = Math.Max(0, position - Neighbourhood);
        return history[first + random.Next(Math.Min(history.Length, position + Neighbourhood + 1) - first)];
    }

    /// <summary>Words and the item they should lead to.</summary>
    internal sealed record Example(int[] Words, int Item);
}

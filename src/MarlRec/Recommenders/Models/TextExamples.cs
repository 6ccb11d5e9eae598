using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// Training examples for the text encoder: a stretch of an item's words with some left out. A visitor says a few words, not a description; so neither length nor
/// wording of the descriptions may be learned by heart.
/// </summary>
internal static class TextExamples
{
    private const int DrawsPerItem = 4;
    private const float WordDropout = 0.2f;

    /// <summary>Four examples per item that has words, in random order.</summary>
    internal static List<Example> Draw(IReadOnlyList<int[]> texts, int maxLength, RandomStream random)
    {
        var examples = new List<Example>();
        for (var item = 0; item < texts.Count; item++)
            for (var draw = 0; draw < DrawsPerItem && texts[item].Length > 0; draw++) examples.Add(new Example(Stretch(texts[item], maxLength, random), item));
        var order = examples.ToArray();
        random.Shuffle(order.AsSpan());
        return [.. order];
    }

    private static int[] Stretch(int[] words, int maxLength, RandomStream random)
    {
        var length = 1 + random.Next(Math.Min(words.Length, maxLength));
        var start = random.Next(words.Length - length + 1);
        var kept = new List<int>(length);
        for (var i = start; i < start + length; i++)
            if (random.NextSingle() >= WordDropout) kept.Add(words[i]);
        if (kept.Count == 0) kept.Add(words[start]);
        return [.. kept];
    }

    /// <summary>Words and the item they describe.</summary>
    internal sealed record Example(int[] Words, int Item);
}

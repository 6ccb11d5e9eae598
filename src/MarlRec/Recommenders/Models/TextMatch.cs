namespace MarlRec.Recommenders.Models;

/// <summary>
/// How well words match an item's text: the cosine of TF-IDF vectors (Salton and Buckley, 1988), <c>tf = 1 + log count</c>, <c>idf = log((V + 1)/(df + 1))</c>. The
/// text encoder knows what words lead to; this knows what they say.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
internal sealed class TextMatch
{
    private readonly List<(int Item, float Weight)>[] _postings;
    private readonly float[] _inverseFrequency;

    /// <summary>Indexes the texts.</summary>
    /// <param name="texts">Each item's words, [V]; empty where an item has none.</param>
    /// <param name="wordCount">How many words there are.</param>
    internal TextMatch(IReadOnlyList<int[]> texts, int wordCount)
    {
        _postings = new List<(int, float)>[wordCount];
        _inverseFrequency = new float[wordCount];
        var counts = texts.Select(text => text.GroupBy(word => word).Select(group => (Word: group.Key, Count: group.Count())).ToArray()).ToArray();
        var frequency = new int[wordCount];
        foreach (var item in counts)
            foreach (var (word, _) in item) frequency[word]++;
        for (var word = 0; word < wordCount; word++)
        {
            _postings[word] = [];
            _inverseFrequency[word] = MathF.Log((texts.Count + 1f) / (frequency[word] + 1));
        }

        for (var item = 0; item < counts.Length; item++)
        {
            var weights = counts[item].Select(entry => (1 + MathF.Log(entry.Count)) * _inverseFrequency[entry.Word]).ToArray();
            var norm = MathF.Sqrt(weights.Sum(weight => weight * weight));
            for (var i = 0; i < weights.Length && norm > 0; i++) _postings[counts[item][i].Word].Add((item, weights[i] / norm));
        }
    }

    /// <summary>The match of every item, 0 or more.</summary>
    internal void Score(ReadOnlySpan<int> words, Span<float> scores)
    {
        scores.Clear();
        foreach (var word in words)
            foreach (var (item, weight) in _postings[word]) scores[item] += _inverseFrequency[word] * weight;
    }
}

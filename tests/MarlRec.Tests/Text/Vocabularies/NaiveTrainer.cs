namespace MarlRec.Text.Vocabularies;

/// <summary>What the trainers must equal: recount every pair before every merge.</summary>
internal static class NaiveTrainer
{
    internal static List<(string First, string Second)> Run(List<string> tokens, List<(List<string> Symbols, long Count)> words, int prefix, SubwordTrainingOptions options)
    {
        var merges = new List<(string First, string Second)>();
        while (tokens.Count < options.Size)
        {
            var best = words
                .SelectMany(word => word.Symbols.Zip(word.Symbols.Skip(1)).Select(pair => (Pair: pair, word.Count)))
                .GroupBy(item => item.Pair, item => item.Count)
                .Select(group => (First: group.Key.First, Second: group.Key.Second, Count: group.Sum()))
                .Where(item => item.Count >= options.MinimumPairCount && item.First.Length + item.Second.Length - prefix <= options.MaximumTokenLength)
                .OrderByDescending(item => item.Count).ThenBy(item => item.First, StringComparer.Ordinal).ThenBy(item => item.Second, StringComparer.Ordinal)
                .FirstOrDefault();
            if (best.First is null) break;
            var joined = best.First + best.Second[prefix..];
            if (!merges.Contains((best.First, best.Second))) merges.Add((best.First, best.Second));
            if (!tokens.Contains(joined)) tokens.Add(joined);
            foreach (var (symbols, _) in words)
            {
                for (var i = 0; i + 1 < symbols.Count; i++)
                {
                    if (symbols[i] != best.First || symbols[i + 1] != best.Second) continue;
                    symbols[i] = joined;
                    symbols.RemoveAt(i + 1);
                }
            }
        }

        return merges;
    }
}

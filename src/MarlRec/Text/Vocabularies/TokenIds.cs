using System.Collections;

namespace MarlRec.Text.Vocabularies;

/// <summary>Tokens and ids as a dictionary, without another table of them. Thread safety: <em>immutable</em>.</summary>
internal sealed class TokenIds(SubwordTokens tokens) : IReadOnlyDictionary<string, int>
{
    public int Count => tokens.TokenCount;

    public IEnumerable<string> Keys => this.Select(static pair => pair.Key);

    public IEnumerable<int> Values => this.Select(static pair => pair.Value);

    public int this[string key] => tokens.IdOf(key) ?? throw new KeyNotFoundException($"There is no token \"{key}\".");

    public bool ContainsKey(string key) => tokens.IdOf(key) is not null;

    public bool TryGetValue(string key, out int value)
    {
        var id = tokens.IdOf(key);
        value = id ?? 0;
        return id is not null;
    }

    public IEnumerator<KeyValuePair<string, int>> GetEnumerator()
    {
        for (var id = 0; id < tokens.Count; id++)
            if (tokens[id] is { } token) yield return new KeyValuePair<string, int>(token, id);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

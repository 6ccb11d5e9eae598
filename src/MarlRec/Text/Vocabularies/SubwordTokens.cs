using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace MarlRec.Text.Vocabularies;

/// <summary>Tokens and their ids, as a published vocabulary declares them. Ids need not be dense: a hole has no token. Lookups compare exactly (ordinal).</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class SubwordTokens
{
    /// <summary>The most ids a vocabulary may have; the largest published ones have about a quarter of that.</summary>
    public const int MaximumCount = 1_000_000;

    private readonly string?[] _tokens;
    private readonly FrozenDictionary<string, int> _ids;

    private SubwordTokens(string?[] tokens, Dictionary<string, int> ids)
    {
        _tokens = tokens;
        _ids = ids.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>One more than the highest id, which is the number of rows of an embedding table.</summary>
    public int Count => _tokens.Length;

    /// <summary>All tokens and their ids, in no particular order.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>The token of an id, or null for a hole.</summary>
    /// <param name="id">In [0, <see cref="Count"/>).</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is out of range.</exception>
    public string? this[int id] => (uint)id < (uint)_tokens.Length
        ? _tokens[id]
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"id must be in [0, {_tokens.Length}).");

    /// <summary>Looks up a token.</summary>
    /// <param name="token">The token as the vocabulary writes it.</param>
    /// <returns>Its id, or null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="token"/> is null.</exception>
    public int? IdOf(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    /// <summary>Puts tokens at their ids; says what is wrong instead where one cannot be put there.</summary>
    internal static bool TryCreate(IReadOnlyCollection<KeyValuePair<string, int>> pairs, [NotNullWhen(true)] out SubwordTokens? tokens, out string token, out string problem)
    {
        tokens = null;
        token = problem = "";
        // Some published vocabularies have a few holes; a far-off id would be an order for an embedding table of any size.
        var limit = Math.Min(MaximumCount, (2L * pairs.Count) + 1024);
        var ids = new Dictionary<string, int>(pairs.Count, StringComparer.Ordinal);
        var highest = -1;
        foreach (var (text, id) in pairs)
        {
            token = text;
            if (Problem(text) is { } reason) problem = reason;
            else if (id < 0 || id >= limit) problem = $"has the id {id}, which is not in [0, {limit})";
            else if (!ids.TryAdd(text, id)) problem = "comes twice";
            if (problem.Length > 0) return false;
            highest = Math.Max(highest, id);
        }

        var byId = new string?[highest + 1];
        foreach (var (text, id) in ids)
        {
            token = text;
            if (byId[id] is not null) problem = $"has the id {id}, which \"{byId[id]}\" has too";
            if (problem.Length > 0) return false;
            byId[id] = text;
        }

        tokens = new SubwordTokens(byId, ids);
        return true;
    }

    private static string? Problem(string token)
    {
        if (token.Length == 0) return "is empty";
        if (token.AsSpan().IndexOfAny('\r', '\n') >= 0) return "holds a line break";
        for (var i = 0; i < token.Length; i++)
        {
            if (!char.IsSurrogate(token[i])) continue;
            if (i + 1 == token.Length || !char.IsSurrogatePair(token[i], token[i + 1])) return $"has a lone surrogate at index {i}";
            i++;
        }

        return null;
    }
}

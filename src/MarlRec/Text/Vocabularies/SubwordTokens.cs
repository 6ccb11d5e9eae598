using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace MarlRec.Text.Vocabularies;

/// <summary>Tokens and their ids, as a published vocabulary declares them. Ids need not be dense: a hole has no token. Lookups compare exactly (ordinal).</summary>
/// <remarks>
/// Thread safety: <em>immutable</em>. The tokens stand as UTF-8 in one buffer, which is the file itself where it is a list; beside it each token costs eight bytes, its place and
/// its rank. A look-up searches the ranks by halves, so no file can slow it down. A string is made each time one is asked for.
/// </remarks>
public sealed class SubwordTokens
{
    /// <summary>The most ids a vocabulary may have; the largest published ones have about a quarter of that.</summary>
    public const int MaximumCount = 1_000_000;

    private const int Hole = -1;

    private readonly ReadOnlyMemory<byte> _lines;
    private readonly int[] _starts;
    private readonly int[] _byText;

    // Each token is a line of the buffer.
    private SubwordTokens(ReadOnlyMemory<byte> lines, int ids, int tokens)
    {
        _lines = lines;
        _starts = new int[ids];
        Array.Fill(_starts, Hole);
        _byText = new int[tokens];
        Ids = new TokenIds(this);
    }

    /// <summary>One more than the highest id, which is the number of rows of an embedding table.</summary>
    public int Count => _starts.Length;

    /// <summary>All tokens and their ids, in the order of the ids.</summary>
    public IReadOnlyDictionary<string, int> Ids { get; }

    /// <summary>The number of tokens, holes left out.</summary>
    internal int TokenCount { get; private set; }

    /// <summary>The bytes of the longest token.</summary>
    internal int LongestToken { get; private set; }

    /// <summary>The token of an id, or null for a hole.</summary>
    /// <param name="id">In [0, <see cref="Count"/>).</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is out of range.</exception>
    public string? this[int id] => (uint)id < (uint)_starts.Length
        ? _starts[id] == Hole ? null : Encoding.UTF8.GetString(Bytes(id))
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"id must be in [0, {_starts.Length}).");

    /// <summary>Looks up a token.</summary>
    /// <param name="token">The token as the vocabulary writes it.</param>
    /// <returns>Its id, or null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="token"/> is null.</exception>
    public int? IdOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        // No token is shorter in UTF-8 than in UTF-16.
        if (token.Length > LongestToken) return null;
        const int small = 256;
        var rented = token.Length > small / 3 ? ArrayPool<byte>.Shared.Rent(3 * token.Length) : null;
        var bytes = rented ?? stackalloc byte[small];
        var isText = Utf8.FromUtf16(token, bytes, out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done;
        var id = isText ? IdOf(bytes[..written]) : Hole;
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return id == Hole ? null : id;
    }

    /// <summary>The id of a token, or −1.</summary>
    internal int IdOf(ReadOnlySpan<byte> token)
    {
        int low = 0, high = TokenCount - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            // No more of a line is looked at than tells the two apart: a long token in the way must not slow down every search.
            var line = _lines.Span[_starts[_byText[middle]]..];
            line = line[..Math.Min(line.Length, token.Length + 1)];
            var order = line[..Utf8Lines.LengthAt(line, 0)].SequenceCompareTo(token);
            if (order == 0) return _byText[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return Hole;
    }

    /// <summary>The token of an id; empty for a hole.</summary>
    internal ReadOnlySpan<byte> Bytes(int id) => _starts[id] == Hole ? [] : Line(_starts[id]);

    /// <summary>All tokens, one a line in the order of ids, each line ended by a line feed; a hole is an empty line.</summary>
    internal byte[] ToLines()
    {
        var length = Count;
        for (var id = 0; id < Count; id++) length = checked(length + Bytes(id).Length);
        var lines = new byte[length];
        var end = 0;
        for (var id = 0; id < Count; id++)
        {
            var token = Bytes(id);
            token.CopyTo(lines.AsSpan(end));
            end += token.Length;
            lines[end++] = (byte)'\n';
        }

        return lines;
    }

    /// <summary>Makes the tokens of a list: each line that is not empty is one, its number from 0 the id.</summary>
    /// <param name="lines">Valid UTF-8, kept.</param>
    /// <exception cref="InvalidDataException">A token comes twice, or there are too many; the message names the line.</exception>
    internal static SubwordTokens FromLines(ReadOnlyMemory<byte> lines)
    {
        var (ids, tokens) = (0, 0);
        var walk = new Utf8Lines(lines.Span);
        while (walk.MoveNext())
        {
            if (walk.Number > MaximumCount) throw new InvalidDataException($"Line {walk.Number}: more than {MaximumCount} tokens.");
            if (walk.Length == 0) continue;
            ids = walk.Number;
            tokens++;
        }

        // Before memory is taken: many holes would be an order for as many rows.
        if (ids > Limit(tokens)) throw new InvalidDataException($"Line {ids}: only {tokens} lines hold a token, too few for the id {ids - 1}.");
        var made = new SubwordTokens(lines, ids, tokens);
        walk = new Utf8Lines(lines.Span);
        while (walk.MoveNext())
            if (walk.Length > 0) made.TryAdd(walk.Start, walk.Number - 1);
        if (made.Sort() is var id and >= 0) throw new InvalidDataException($"Line {id + 1}: the token \"{Shown(made.Bytes(id))}\" comes twice.");
        return made;
    }

    /// <summary>Makes room for tokens that are added one by one and then sorted.</summary>
    /// <param name="lines">Each token a line.</param>
    /// <param name="highest">The highest id.</param>
    /// <param name="tokens">How many there will be.</param>
    internal static SubwordTokens Empty(ReadOnlyMemory<byte> lines, int highest, int tokens) => new(lines, highest + 1, tokens);

    /// <summary>Gives the line at <paramref name="start"/> an id; says what is wrong instead where it cannot be.</summary>
    internal string? TryAdd(int start, int id)
    {
        if (_starts[id] != Hole) return $"has the id {id}, which \"{Shown(Bytes(id))}\" has too";
        _starts[id] = start;
        _byText[TokenCount++] = id;
        LongestToken = Math.Max(LongestToken, Bytes(id).Length);
        return null;
    }

    /// <summary>Makes tokens findable, when all have come. Returns the id of one that repeats another, or −1.</summary>
    internal int Sort()
    {
        _byText.AsSpan(0, TokenCount).Sort(Order);
        for (var i = 1; i < TokenCount; i++)
            if (Bytes(_byText[i]).SequenceEqual(Bytes(_byText[i - 1]))) return _byText[i];
        return Hole;
    }

    // Stops at the first difference, for the same reason.
    private int Order(int left, int right)
    {
        if (left == right) return 0;
        var text = _lines.Span;
        for (int a = _starts[left], b = _starts[right];; a++, b++)
        {
            var (x, y) = (At(text, a), At(text, b));
            if (x != y) return x - y;
            if (x < 0) return left.CompareTo(right);
        }

        static int At(ReadOnlySpan<byte> text, int at) => at < text.Length && text[at] is not ((byte)'\n' or (byte)'\r') ? text[at] : -1;
    }

    /// <summary>Ids lie below this: some published vocabularies have a few holes, but a far-off id would be an order for an embedding table of any size.</summary>
    internal static int Limit(int tokens) => (int)Math.Min(MaximumCount, (2L * tokens) + 1024);

    /// <summary>Puts tokens at their ids, beside those of a model if there is one; says what is wrong instead where one cannot be put there.</summary>
    internal static bool TryCreate(
        SubwordTokens? model, IReadOnlyCollection<KeyValuePair<string, int>> pairs, [NotNullWhen(true)] out SubwordTokens? tokens, out string token, out string problem)
    {
        tokens = null;
        token = problem = "";
        var known = model?._lines ?? default;
        var count = (model?.TokenCount ?? 0) + pairs.Count;
        var (highest, bytes) = ((model?.Count ?? 0) - 1, known.Length + 1);
        foreach (var (text, id) in pairs)
        {
            token = text;
            if (Problem(text) is { } reason) problem = reason;
            else if (id < 0 || id >= Limit(count)) problem = $"has the id {id}, which is not in [0, {Limit(count)})";
            if (problem.Length > 0) return false;
            highest = Math.Max(highest, id);
            bytes = checked(bytes + Encoding.UTF8.GetByteCount(text) + 1);
        }

        var lines = new byte[bytes];
        known.Span.CopyTo(lines);
        lines[known.Length] = (byte)'\n';
        var made = Empty(lines, highest, count);
        for (var id = 0; id < (model?.Count ?? 0); id++)
            if (model!._starts[id] != Hole) made.TryAdd(model._starts[id], id);
        var start = known.Length + 1;
        foreach (var (text, id) in pairs)
        {
            var end = start + Encoding.UTF8.GetBytes(text, lines.AsSpan(start));
            lines[end] = (byte)'\n';
            token = text;
            problem = made.TryAdd(start, id) ?? "";
            if (problem.Length > 0) return false;
            start = end + 1;
        }

        if (made.Sort() is var repeated and >= 0)
        {
            (token, problem) = (made[repeated]!, "comes twice");
            return false;
        }

        tokens = made;
        return true;
    }

    /// <summary>A token as a message shows it.</summary>
    internal static string Shown(ReadOnlySpan<byte> token)
    {
        var text = Encoding.UTF8.GetString(token[..Math.Min(token.Length, 400)]);
        return text.Length > 100 ? text[..100] + "…" : text;
    }

    private ReadOnlySpan<byte> Line(int start) => _lines.Span.Slice(start, Utf8Lines.LengthAt(_lines.Span, start));

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

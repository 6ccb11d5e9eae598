namespace MarlRec.Text.Vocabularies;

/// <summary>What each merge of a BPE file must be: two tokens of the vocabulary that together spell a third, listed once.</summary>
internal sealed class MergeRules
{
    private readonly SubwordTokens _tokens;
    private readonly Func<int, string> _place;
    private readonly (int First, int Second)[] _pairs;
    private readonly byte[] _joined;
    private int _count;

    /// <param name="tokens">The vocabulary.</param>
    /// <param name="most">How many merges may come at most.</param>
    /// <param name="place">Names the place of a merge by its number, from 0, for complaints.</param>
    internal MergeRules(SubwordTokens tokens, int most, Func<int, string> place)
    {
        _tokens = tokens;
        _place = place;
        _pairs = new (int, int)[most];
        _joined = new byte[tokens.LongestToken];
    }

    /// <summary>No more merges than this can be valid, whatever a file holds: a token of n bytes has n − 1 places to part.</summary>
    internal static int Most(SubwordTokens tokens, int listed)
    {
        long places = 0;
        for (var id = 0; id < tokens.Count && places < listed; id++) places += Math.Max(0, tokens.Bytes(id).Length - 1);
        return (int)Math.Min(places, listed);
    }

    /// <summary>Adds a merge written as two tokens with one space between.</summary>
    internal void Add(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        if (space <= 0 || space == line.Length - 1 || line[(space + 1)..].Contains((byte)' ')) throw new InvalidDataException($"{_place(_count)} is not two tokens with one space between.");
        Add(line[..space], line[(space + 1)..]);
    }

    internal void Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (first.Contains((byte)' ') || second.Contains((byte)' ')) throw new InvalidDataException($"{_place(_count)} holds a space inside a token.");
        var pair = (Known(first), Known(second));
        var length = first.Length + second.Length;
        if (length > _joined.Length) throw Unknown([.. first, .. second]);
        first.CopyTo(_joined);
        second.CopyTo(_joined.AsSpan(first.Length));
        _ = Known(_joined.AsSpan(0, length));
        // One more than there can be repeats one of them.
        if (_count == _pairs.Length) throw Repeats(_count, pair);
        _pairs[_count++] = pair;
    }

    /// <summary>The merges, when all have come.</summary>
    /// <exception cref="InvalidDataException">One repeats another.</exception>
    internal MergeList ToList() => Repeated() is { } exception ? throw exception : new MergeList(_tokens, _pairs.AsMemory(0, _count));

    internal static void RequireBytes(SubwordTokens tokens, string place)
    {
        for (var value = 0; value < 256; value++)
        {
            var symbol = ByteAlphabet.CharOf((byte)value).ToString();
            if (tokens.IdOf(symbol) is null) throw new NotSupportedException($"{place} lacks \"{symbol}\" for the byte {value:X2}; only complete byte-level BPE is supported.");
        }
    }

    private InvalidDataException? Repeated()
    {
        var order = new int[_count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (left, right) => _pairs[left].CompareTo(_pairs[right]) is var difference and not 0 ? difference : left.CompareTo(right));
        for (var i = 1; i < order.Length; i++)
        {
            var pair = _pairs[order[i]];
            if (_pairs[order[i - 1]] == pair) return Repeats(order[i], pair);
        }

        return null;
    }

    private InvalidDataException Repeats(int number, (int First, int Second) pair) =>
        new($"{_place(number)} repeats \"{SubwordTokens.Shown(_tokens.Bytes(pair.First))} {SubwordTokens.Shown(_tokens.Bytes(pair.Second))}\".");

    private int Known(ReadOnlySpan<byte> token)
    {
        var id = _tokens.IdOf(token);
        return id >= 0 ? id : throw Unknown(token);
    }

    private InvalidDataException Unknown(ReadOnlySpan<byte> token) => new($"{_place(_count)} names \"{SubwordTokens.Shown(token)}\", which is not in the vocabulary.");
}

namespace MarlRec.Text.Vocabularies;

/// <summary>What each merge of a BPE file must be: two tokens of the vocabulary that together spell a third, listed once.</summary>
internal sealed class MergeRules(SubwordTokens tokens)
{
    private readonly HashSet<(int First, int Second)> _seen = [];

    internal (string First, string Second) Check(string line, string place)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && space < line.Length - 1 && line.IndexOf(' ', space + 1) < 0
            ? Check(line[..space], line[(space + 1)..], place)
            : throw new InvalidDataException($"{place} is not two tokens with one space between.");
    }

    internal (string First, string Second) Check(string first, string second, string place)
    {
        if (first.Contains(' ', StringComparison.Ordinal) || second.Contains(' ', StringComparison.Ordinal)) throw new InvalidDataException($"{place} holds a space inside a token.");
        var pair = (Known(first, place), Known(second, place));
        _ = Known(first + second, place);
        return _seen.Add(pair) ? (first, second) : throw new InvalidDataException($"{place} repeats \"{first} {second}\".");
    }

    internal static void RequireBytes(SubwordTokens tokens, string place)
    {
        for (var value = 0; value < 256; value++)
        {
            var symbol = ByteAlphabet.CharOf((byte)value).ToString();
            if (tokens.IdOf(symbol) is null) throw new NotSupportedException($"{place} lacks \"{symbol}\" for the byte {value:X2}; only complete byte-level BPE is supported.");
        }
    }

    private int Known(string token, string place) =>
        tokens.IdOf(token) ?? throw new InvalidDataException($"{place} names \"{(token.Length > 100 ? token[..100] + "…" : token)}\", which is not in the vocabulary.");
}

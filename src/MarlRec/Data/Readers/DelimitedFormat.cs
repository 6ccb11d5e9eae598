namespace MarlRec.Data.Readers;

/// <summary>How a text file is cut into records and fields.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record DelimitedFormat
{
    /// <summary>Comma-separated with quotes, as in RFC 4180.</summary>
    public static DelimitedFormat Csv { get; } = new();

    /// <summary>Tab-separated with quotes.</summary>
    public static DelimitedFormat Tsv { get; } = new() { Delimiter = "\t" };

    /// <summary>Tab-separated, in which a quote is a character like any other: RecBole's atomic files and MovieLens' <c>u.data</c>.</summary>
    public static DelimitedFormat PlainTsv { get; } = new() { Delimiter = "\t", Quoted = false };

    /// <summary>What stands between two fields: one or two characters, or none for one field a line; a comma by default.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Whether a field may stand in double quotes, and then hold delimiters, line ends and doubled quotes; true by default. Inside a field that does not
    /// start with one, a quote is a character like any other.</summary>
    public bool Quoted { get; init; } = true;

    /// <summary>The most characters of one field, at least 1; 1,048,576 by default. A longer one makes its record malformed.</summary>
    public int MaximumFieldLength { get; init; } = 1 << 20;

    /// <summary>The most characters of one record without delimiters, at least 1; 16,777,216 by default. A longer one is malformed.</summary>
    public int MaximumRecordLength { get; init; } = 1 << 24;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentException">The delimiter is null, longer than two characters, or holds a line end or (when quotes count) a quote.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1.</exception>
    public void Validate()
    {
        if (Delimiter is null || Delimiter.Length > 2) throw new ArgumentException($"Delimiter is \"{Delimiter}\", but at most two characters are possible.", nameof(Delimiter));
        if (Delimiter.AsSpan().IndexOfAny('\r', '\n') >= 0 || (Quoted && Delimiter.Contains('"', StringComparison.Ordinal)))
            throw new ArgumentException("Delimiter must not hold a line end, nor a quote while fields may be quoted.", nameof(Delimiter));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumFieldLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRecordLength, 1);
    }
}

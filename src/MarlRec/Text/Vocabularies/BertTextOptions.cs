namespace MarlRec.Text.Vocabularies;

/// <summary>How a BERT vocabulary wants its text. The defaults are those of the uncased models.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record BertTextOptions
{
    /// <summary>The uncased defaults.</summary>
    public static BertTextOptions Uncased { get; } = new();

    /// <summary>The cased models: letters and accents stay.</summary>
    public static BertTextOptions Cased { get; } = new() { LowerCase = false };

    /// <summary>Whether letters become lower case. Default true.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether accents go (normal form D without its non-spacing marks); null, the default, does as <see cref="LowerCase"/>.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether spaces are put around Chinese characters, so that each is a word. Default true.</summary>
    public bool SplitChinese { get; init; } = true;

    /// <summary>Whether control characters, U+0000 and U+FFFD go and every white space becomes a plain space. Default true.</summary>
    public bool CleanText { get; init; } = true;
}

using Microsoft.ML.Tokenizers;

namespace MarlRec.Text.Vocabularies;

/// <summary>Everything that a tokenizer file says, checked, ready to build the tokenizer from.</summary>
internal sealed record TokenizerParts
{
    /// <summary>Every token with its id.</summary>
    internal required SubwordTokens Tokens { get; init; }

    /// <summary>The tokens that the model itself may produce; added tokens need not be among them.</summary>
    internal required SubwordTokens ModelTokens { get; init; }

    internal WordPieceModel? WordPiece { get; init; }

    /// <summary>The merges of a byte-level BPE model, or null for WordPiece.</summary>
    internal IReadOnlyList<(string First, string Second)>? Merges { get; init; }

    internal Normalizer? Normalizer { get; init; }

    internal required TextSplitter Splitter { get; init; }

    internal IReadOnlyList<int> Before { get; init; } = [];

    internal IReadOnlyList<int> After { get; init; } = [];

    internal IReadOnlyList<AddedToken> Added { get; init; } = [];

    /// <summary>Whether added tokens are looked for in a text; otherwise what spells one is text like any other.</summary>
    internal bool FindsAdded { get; init; } = true;
}

namespace MarlRec.Text.Vocabularies;

/// <summary>What a WordPiece encoder needs besides its tokens.</summary>
internal sealed record WordPieceModel(string UnknownToken, string Prefix, int MaximumWordLength)
{
    internal const int DefaultMaximumWordLength = 100;

    // Microsoft's encoder keeps a buffer of this length on the stack or from a pool, and its search is quadratic in it.
    internal const int LongestMaximumWordLength = 1_000;
}

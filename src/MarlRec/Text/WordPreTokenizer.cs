using Microsoft.ML.Tokenizers;

namespace MarlRec.Text;

/// <summary>
/// Splits text into words and drops everything between them (spaces, punctuation, symbols, emoji). A word is a run of letters, digits and the
/// combining marks that follow them. An apostrophe between letters stays inside (<c>don't</c>), a final <c>'s</c> is cut off (<c>reader's</c> gives
/// <c>reader</c>), a point or comma between digits stays inside (<c>3.5</c>), a hyphen splits. A Chinese character or Japanese kana is a word by itself.
/// Linear time; the same on every host. Use <see cref="Instance"/>.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class WordPreTokenizer : PreTokenizer
{
    private WordPreTokenizer()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static WordPreTokenizer Instance { get; } = new();

    /// <summary>Finds the words of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Offset and length of each word, in order, in UTF-16 code units.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PreTokenize(text.AsSpan());
    }

    /// <inheritdoc cref="PreTokenize(string)"/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        var words = new List<(int Offset, int Length)>();
        var scanner = new WordScanner(text);
        while (scanner.MoveNext()) words.Add((scanner.Start, scanner.Length));
        return words;
    }
}

using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// Cuts text into the pieces that published vocabularies encode one by one. Use the instances: <see cref="Bert"/>, <see cref="ByteLevel"/>, <see cref="WhiteSpace"/>,
/// <see cref="Words"/> or <see cref="Punctuation"/>. Hand-written scanners: linear time and the same on every host.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class TextSplitter : PreTokenizer
{
    private readonly Scan[] _scans;

    private TextSplitter(params Scan[] scans) => _scans = scans;

    /// <summary>Finds the next piece at or after <paramref name="start"/>; moves start to where it begins and returns where it ends, or start itself at the end.</summary>
    internal delegate int Scan(ReadOnlySpan<char> text, ref int start);

    /// <summary>At white space, which goes, and around each punctuation character, which is a piece: BERT's rule.</summary>
    public static TextSplitter Bert { get; } = new(static (ReadOnlySpan<char> text, ref int start) => SkipSpaces(text, ref start) ? PunctuationOrRun(text, start, stopAtSpace: true) : start);

    /// <summary>GPT-2's rule: English contractions, runs of letters, numbers or other characters each with the space before, runs of white space. Nothing is lost.</summary>
    public static TextSplitter ByteLevel { get; } = new(ByteLevelScanner.Next);

    /// <summary>At white space, which goes.</summary>
    public static TextSplitter WhiteSpace { get; } = new(static (ReadOnlySpan<char> text, ref int start) =>
        SkipSpaces(text, ref start) ? EndOfRun(text, start, static rune => !Rune.IsWhiteSpace(rune)) : start);

    /// <summary>Runs of word characters and runs of anything else but white space, which goes.</summary>
    public static TextSplitter Words { get; } = new(static (ReadOnlySpan<char> text, ref int start) =>
    {
        if (!SkipSpaces(text, ref start)) return start;
        Rune.DecodeFromUtf16(text[start..], out var first, out _);
        return IsWord(first) ? EndOfRun(text, start, IsWord) : EndOfRun(text, start, static rune => !Rune.IsWhiteSpace(rune) && !IsWord(rune));
    });

    /// <summary>Around each punctuation character; nothing goes.</summary>
    public static TextSplitter Punctuation { get; } = new(static (ReadOnlySpan<char> text, ref int start) => PunctuationOrRun(text, start, stopAtSpace: false));

    /// <summary>The whole text in one piece.</summary>
    internal static TextSplitter Whole { get; } = new();

    /// <summary>Cuts by each in turn: the pieces of one are cut by the next.</summary>
    internal static TextSplitter Chain(IEnumerable<TextSplitter> splitters) => new([.. splitters.SelectMany(splitter => splitter._scans)]);

    /// <summary>Cuts a text.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Offset and length of each piece, in order, in UTF-16 code units; none is empty.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PreTokenize(text.AsSpan());
    }

    /// <inheritdoc cref="PreTokenize(string)"/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        List<(int Offset, int Length)> pieces = text.IsEmpty ? [] : [(0, text.Length)];
        foreach (var scan in _scans)
        {
            var cut = new List<(int Offset, int Length)>(pieces.Count);
            foreach (var (offset, length) in pieces)
            {
                var piece = text.Slice(offset, length);
                for (int start = 0, end; (end = scan(piece, ref start)) > start; start = end) cut.Add((offset + start, end - start));
            }

            pieces = cut;
        }

        return pieces;
    }

    internal static int EndOfRun(ReadOnlySpan<char> text, int start, Func<Rune, bool> belongs)
    {
        while (start < text.Length)
        {
            Rune.DecodeFromUtf16(text[start..], out var rune, out var width);
            if (!belongs(rune)) break;
            start += width;
        }

        return start;
    }

    private static bool SkipSpaces(ReadOnlySpan<char> text, ref int start)
    {
        start = EndOfRun(text, start, Rune.IsWhiteSpace);
        return start < text.Length;
    }

    private static int PunctuationOrRun(ReadOnlySpan<char> text, int start, bool stopAtSpace)
    {
        if (start >= text.Length) return start;
        Rune.DecodeFromUtf16(text[start..], out var first, out var width);
        if (IsPunctuation(first)) return start + width;
        return EndOfRun(text, start, stopAtSpace ? static rune => !IsPunctuation(rune) && !Rune.IsWhiteSpace(rune) : static rune => !IsPunctuation(rune));
    }

    // ASCII's symbols ($, +, <, ...) count as punctuation too.
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~')
        : Rune.IsPunctuation(rune);

    // Unicode's Alphabetic, marks, decimal digits, connectors and the two joiners (UTS 18, annex C).
    private static bool IsWord(Rune rune) => Rune.IsLetter(rune) || Characters.IsMark(rune) || rune.Value is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9)
        or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;
}

using Microsoft.ML.Tokenizers;

namespace MarlRec.Text.Words;

/// <summary>
/// Splits text of any script into words by the default word boundaries of Unicode Standard Annex 29, and drops segments without a letter or a digit. Unlike
/// <see cref="WordPreTokenizer"/> it keeps <c>'s</c> and <c>example.org</c> whole, joins words at an underscore, and keeps a run of Katakana together. Scripts that are
/// written without spaces are split as <see cref="UnspacedWords"/> says. Linear time; the same on every host.
/// </summary>
/// <remarks>
/// <para>Thread safety: <em>immutable</em>.</para>
/// <para>The boundaries are the annex's, without a dictionary and without tailoring. Properties rest on the runtime's Unicode categories and on own tables for what categories do not tell.</para>
/// <para>See Unicode Standard Annex #29, <em>Unicode Text Segmentation</em>.</para>
/// </remarks>
public sealed class UnicodeWordPreTokenizer : PreTokenizer
{
    private readonly bool _keepEmoji;

    /// <summary>Creates a pre-tokenizer.</summary>
    /// <param name="unspaced">What a word is where a script has no spaces.</param>
    /// <param name="keepEmoji">Whether pictographs and flags, with all that a joiner ties to them, are words too.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="unspaced"/> is none of the enumeration's values.</exception>
    public UnicodeWordPreTokenizer(UnspacedWords unspaced = UnspacedWords.Character, bool keepEmoji = false)
    {
        if (unspaced is not (UnspacedWords.Character or UnspacedWords.Bigram))
            throw new ArgumentOutOfRangeException(nameof(unspaced), unspaced, $"{nameof(unspaced)} must be {nameof(UnspacedWords.Character)} or {nameof(UnspacedWords.Bigram)}.");
        Unspaced = unspaced;
        _keepEmoji = keepEmoji;
    }

    /// <summary>What a word is where a script has no spaces.</summary>
    public UnspacedWords Unspaced { get; }

    /// <summary>Finds the words of a text.</summary>
    /// <param name="text">Any text; need not be well-formed UTF-16.</param>
    /// <returns>
    /// Offset and length of each word in UTF-16 code units, in order. Words do not overlap, except the pairs of <see cref="UnspacedWords.Bigram"/>: there both starts and ends rise.
    /// </returns>
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
        var run = new UnspacedRun(words);
        var breaker = new WordBreaker(text);
        while (breaker.MoveNext())
        {
            if (Unspaced == UnspacedWords.Bigram && breaker.FirstClass == WordBreakClass.Unspaced)
            {
                run.Add(breaker.Start, breaker.End);
                continue;
            }

            run.End();
            if (breaker.IsWord || (_keepEmoji && IsEmoji(breaker))) words.Add((breaker.Start, breaker.End - breaker.Start));
        }

        run.End();
        return words;
    }

    private static bool IsEmoji(in WordBreaker breaker) => breaker.FirstClass == WordBreakClass.RegionalIndicator || WordBreakProperties.IsPictograph(breaker.First);

    /// <summary>Neighbouring characters of unspaced scripts, of which the last is remembered. A segment that is no such character ends the run, so characters of one run always touch.</summary>
    private struct UnspacedRun(List<(int Offset, int Length)> words)
    {
        private int _count;
        private int _start;
        private int _end;

        internal void Add(int start, int end)
        {
            if (_count++ > 0) words.Add((_start, end - _start));
            (_start, _end) = (start, end);
        }

        internal void End()
        {
            if (_count == 1) words.Add((_start, _end - _start));
            _count = 0;
        }
    }
}

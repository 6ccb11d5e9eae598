namespace MarlRec.Text;

/// <summary>Walks over the words of a text that are not stop words, without allocating: what <see cref="StopwordFilter"/> keeps of <see cref="WordPreTokenizer"/>.</summary>
internal ref struct KeptWords
{
    private readonly ReadOnlySpan<char> _text;
    private readonly StopwordList _stopwords;
    private WordScanner _scanner;

    internal KeptWords(ReadOnlySpan<char> text, StopwordList stopwords)
    {
        _text = text;
        _stopwords = stopwords;
        _scanner = new WordScanner(text);
    }

    internal int Start { get; private set; }

    internal int Length { get; private set; }

    internal readonly ReadOnlySpan<char> Word => _text.Slice(Start, Length);

    internal bool MoveNext()
    {
        while (_scanner.MoveNext())
        {
            if (_stopwords.LongestRun > 0 && SkipRun()) continue;
            if (!_stopwords.Keeps(_scanner.Word, out var cut)) continue;
            Start = _scanner.Start + cut;
            Length = _scanner.Length - cut;
            return true;
        }

        return false;
    }

    // Tries the words that stand side by side from here on, the longest stop word first in effect, and leaves the scanner at its last word.
    private bool SkipRun()
    {
        var start = _scanner.Start;
        var ahead = _scanner;
        var found = false;
        while (ahead.Start + ahead.Length - start <= _stopwords.LongestRun)
        {
            var end = ahead.Start + ahead.Length;
            if (_stopwords.Contains(_text[start..end]))
            {
                _scanner = ahead;
                found = true;
            }

            if (!ahead.MoveNext() || ahead.Start != end) break;
        }

        return found;
    }
}

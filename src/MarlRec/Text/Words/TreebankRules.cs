using System.Buffers;

namespace MarlRec.Text.Words;

/// <summary>
/// The Treebank rules in NLTK's order. Each is one walk from left to right, so all are linear. The order matters: a rule sees the spaces that earlier ones put in, and a match
/// uses up its characters, so that ",,," does not split like three commas.
/// </summary>
internal static class TreebankRules
{
    private static readonly SearchValues<char> s_openingQuotes = SearchValues.Create("«“‘„`");
    private static readonly SearchValues<char> s_closingQuotes = SearchValues.Create("»”’");
    private static readonly SearchValues<char> s_symbols = SearchValues.Create(";@#$%&");
    private static readonly SearchValues<char> s_questions = SearchValues.Create("?!");
    private static readonly SearchValues<char> s_stars = SearchValues.Create("*");
    private static readonly SearchValues<char> s_brackets = SearchValues.Create("[](){}<>");
    private static readonly SearchValues<char> s_hyphens = SearchValues.Create("-");
    private static readonly SearchValues<char> s_backticks = SearchValues.Create("`");
    private static readonly SearchValues<char> s_apostrophes = SearchValues.Create("'");
    private static readonly SearchValues<char> s_commas = SearchValues.Create(":,");

    internal static TracedText Apply(ReadOnlySpan<char> original)
    {
        var text = new TracedText(original);
        OpeningQuotes(text);
        Punctuation(text);
        text.Surround(s_brackets);
        text.Surround(s_hyphens, width: 2);
        text.Insert();
        text.KeepTo(text.Length);
        text.Insert();
        text.Commit();
        ClosingQuotes(text);
        TreebankContractions.Split(text);
        return text;
    }

    private static void OpeningQuotes(TracedText text)
    {
        SurroundOpeningQuotes(text);
        if (text.Length > 0 && text[0] == '"') text.Replace(1, '`');
        text.Commit();
        text.Surround(s_backticks, width: 2);
        QuotesAfterSpacesAndBrackets(text);
        QuotesBeforeSingleLetters(text);
    }

    // Back quotes count as one mark however many stand together.
    private static void SurroundOpeningQuotes(TracedText text)
    {
        for (var i = 0; i < text.Length;)
        {
            var skip = text.Text[i..].IndexOfAny(s_openingQuotes);
            if (skip < 0) break;
            i += skip;
            var end = i + 1;
            if (text[i] == '`')
                while (end < text.Length && text[end] == '`') end++;
            text.SurroundNext(i, end - i);
            i = end;
        }

        text.Commit();
    }

    // A double quote, or two single ones, after a space or an opening bracket opens.
    private static void QuotesAfterSpacesAndBrackets(TracedText text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] is not ('"' or '\'') || text[i - 1] is not (' ' or '(' or '[' or '{' or '<')) continue;
            var width = text[i] == '"' ? 1 : i + 1 < text.Length && text[i + 1] == '\'' ? 2 : 0;
            if (width == 0) continue;
            text.KeepTo(i);
            text.Insert();
            text.Replace(width, '`');
            text.Insert();
            i += width - 1;
        }

        text.Commit();
    }

    // An apostrophe before a word of one character is a quote, unless the character makes a contraction: 'm, 't, 's, 'd, 'n.
    private static void QuotesBeforeSingleLetters(TracedText text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            var skip = text.Text[i..].IndexOfAny(s_apostrophes);
            if (skip < 0) break;
            i += skip;
            if (i + 1 == text.Length || TreebankCharacters.Fold(text[i + 1]) is 'm' or 't' or 's' or 'd' or 'n') continue;
            var letter = TreebankCharacters.RuneAt(text.Text, i + 1);
            if (!TreebankCharacters.IsWord(letter) || TreebankCharacters.IsWordAt(text.Text, i + 1 + letter.Utf16SequenceLength)) continue;
            text.KeepTo(i + 1);
            text.Insert();
        }

        text.Commit();
    }

    private static void Punctuation(TracedText text)
    {
        FinalPoint(text, static unit => unit is ']' or ')' or '}' or '>' or '"' or '\'' or '»' or '”' or '’' or ' ', apart: true);
        Commas(text);
        FinalComma(text);
        Ellipses(text);
        text.Surround(s_symbols);
        FinalPoint(text, static unit => unit is ']' or ')' or '}' or '>' or '"' or '\'', apart: false);
        text.Surround(s_questions);
        ClosingApostrophes(text);
        text.Surround(s_stars);
    }

    // The point that ends the text, if no point stands before it and nothing but closing marks and white space follows. White space at the end goes.
    private static void FinalPoint(TracedText text, Func<char, bool> closes, bool apart)
    {
        var end = text.Length;
        while (end > 0 && TreebankCharacters.IsSpace(text[end - 1])) end--;
        var marks = end;
        while (marks > 0 && closes(text[marks - 1])) marks--;
        if (marks < 2 || text[marks - 1] != '.' || text[marks - 2] == '.') return;
        while (end < text.Length && closes(text[end])) end++;
        text.KeepTo(marks - 1);
        text.Insert();
        text.Keep(1);
        if (apart) text.Insert();
        text.KeepTo(end);
        text.Insert();
        text.CommitWithoutRest();
    }

    private static void Commas(TracedText text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            var skip = text.Text[i..].IndexOfAny(s_commas);
            if (skip < 0) break;
            i += skip;
            if (i + 1 == text.Length || TreebankCharacters.IsDigitAt(text.Text, i + 1)) continue;
            text.SurroundNext(i, 1);
            i++;
        }

        text.Commit();
    }

    private static void FinalComma(TracedText text)
    {
        var last = text.Length - 1;
        if (last > 0 && text[last] == '\n' && text[last - 1] is ':' or ',') last--;
        if (last < 0 || text[last] is not (':' or ',')) return;
        text.SurroundNext(last, 1);
        text.Commit();
    }

    private static void Ellipses(TracedText text)
    {
        for (var i = 0; i < text.Length;)
        {
            var skip = text.Text[i..].IndexOf('.');
            if (skip < 0) break;
            i += skip;
            var end = i + 1;
            while (end < text.Length && text[end] == '.') end++;
            if (end - i > 1) text.SurroundNext(i, end - i);
            i = end;
        }

        text.Commit();
    }

    private static void ClosingApostrophes(TracedText text)
    {
        for (var i = 1; i + 1 < text.Length; i++)
        {
            if (text[i] != '\'' || text[i - 1] == '\'' || text[i + 1] != ' ') continue;
            text.KeepTo(i);
            text.Insert();
            text.Keep(1);
            i += 2;
        }

        text.Commit();
    }

    private static void ClosingQuotes(TracedText text)
    {
        text.Surround(s_closingQuotes);
        text.Surround(s_apostrophes, width: 2);
        for (var i = 0; i < text.Length; i++)
        {
            var skip = text.Text[i..].IndexOf('"');
            if (skip < 0) break;
            i += skip;
            text.KeepTo(i);
            text.Insert();
            text.Replace(1, '\'');
            text.Insert();
        }

        text.Commit();
        SplitEndings(text, static rest => rest is ['\'', ' ', ..] ? 1 : rest is ['\'', 's' or 'S' or 'm' or 'M' or 'd' or 'D', ' ', ..] ? 2 : 0);
        SplitEndings(text, static rest => rest.Length > 3 && rest[3] == ' ' && rest[..3] is "'ll" or "'LL" or "'re" or "'RE" or "'ve" or "'VE" or "n't" or "N'T" ? 3 : 0);
    }

    // An ending that a space follows is cut from what stands before it, if that is neither a space nor an apostrophe. The space is used up.
    private static void SplitEndings(TracedText text, EndingLength ending)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i - 1] is ' ' or '\'') continue;
            var length = ending(text.Text[i..]);
            if (length == 0) continue;
            text.KeepTo(i);
            text.Insert();
            text.Keep(length);
            i += length + 1;
        }

        text.Commit();
    }

    private delegate int EndingLength(ReadOnlySpan<char> rest);
}

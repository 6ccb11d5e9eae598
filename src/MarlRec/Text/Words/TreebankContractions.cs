namespace MarlRec.Text.Words;

/// <summary>Cuts the informal contractions on MacIntyre's list in two: cannot, d'ye, gimme, gonna, gotta, lemme, more'n, wanna, 'tis, 'twas.</summary>
internal static class TreebankContractions
{
    private static readonly (string Whole, int Cut)[] s_words = [("cannot", 3), ("d'ye", 1), ("gimme", 3), ("gonna", 3), ("gotta", 3), ("lemme", 3), ("more'n", 4), ("wanna", 3)];

    internal static void Split(TracedText text)
    {
        SplitWords(text);
        SplitAfterSpace(text, "'tis");
        SplitAfterSpace(text, "'twas");
    }

    // The words need a word boundary at both ends, so no two of them can overlap and one walk does for all.
    private static void SplitWords(TracedText text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var (whole, cut) = Match(text, i);
            if (cut == 0) continue;
            text.KeepTo(i);
            text.Insert();
            text.Keep(cut);
            text.Insert();
            text.Keep(whole.Length - cut);
            text.Insert();
            i += whole.Length - 1;
        }

        text.Commit();
    }

    private static (string Whole, int Cut) Match(TracedText text, int index)
    {
        if (TreebankCharacters.Fold(text[index]) is not ('c' or 'd' or 'g' or 'l' or 'm' or 'w')) return default;
        foreach (var word in s_words)
        {
            var end = index + word.Whole.Length;
            if (!TreebankCharacters.StartsWith(text.Text[index..], word.Whole) || TreebankCharacters.IsWordBefore(text.Text, index)) continue;
            // Only "wanna" asks for white space rather than any end of word.
            if (word.Whole == "wanna" ? end < text.Length && TreebankCharacters.IsSpace(text[end]) : !TreebankCharacters.IsWordAt(text.Text, end)) return word;
        }

        return default;
    }

    private static void SplitAfterSpace(TracedText text, string contraction)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] != '\'' || text[i - 1] != ' ' || !TreebankCharacters.StartsWith(text.Text[i..], contraction)) continue;
            if (TreebankCharacters.IsWordAt(text.Text, i + contraction.Length)) continue;
            text.KeepTo(i + 2);
            text.Insert();
            text.Keep(contraction.Length - 2);
            text.Insert();
            i += contraction.Length - 1;
        }

        text.Commit();
    }
}

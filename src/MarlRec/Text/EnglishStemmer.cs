namespace MarlRec.Text;

/// <summary>
/// Removes the endings of English words, so that "connected", "connecting" and "connections" all become "connect". A stem need not be a word ("happily" gives "happili").
/// The algorithm is Porter2: M. F. Porter, "The English (Porter2) stemming algorithm", Snowball, 2001, with its lists of exceptions. The same on every host.
/// </summary>
/// <remarks>Thread safety: <em>thread-safe</em>, as it has no state.</remarks>
public static class EnglishStemmer
{
    // Endings with what takes their place, longer ones before those that they end in.
    private static readonly (string Suffix, string With)[] s_step2 =
    [
        ("ization", "ize"), ("ational", "ate"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"), ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"),
        ("entli", "ent"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("ousli", "ous"), ("iviti", "ive"), ("fulli", "ful"),
        ("enci", "ence"), ("anci", "ance"), ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"), ("bli", "ble"), ("ogi", "og"), ("li", ""),
    ];

    private static readonly (string Suffix, string With)[] s_step3 =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ative", ""), ("ical", "ic"), ("ness", ""), ("ful", ""),
    ];

    private static readonly string[] s_step4 =
        ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic"];

    /// <summary>Stems one word.</summary>
    /// <param name="word">A word in any case, with any apostrophe. One of at most two characters is its own stem.</param>
    /// <returns>The stem in lower case, never longer than the word.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="word"/> is null.</exception>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var units = WordText.ToLower(word).ToCharArray();
        for (var i = 0; i < units.Length; i++)
            if (Characters.IsApostrophe(units[i])) units[i] = Characters.Apostrophe;
        return new string(units, 0, StemInPlace(units));
    }

    /// <summary>Stems a word in lower case with plain apostrophes where it stands; returns the length of the stem.</summary>
    internal static int StemInPlace(Span<char> units)
    {
        if (units.Length <= 2) return units.Length;
        if (EnglishStemExceptions.Of(units) is { } stem)
        {
            stem.CopyTo(units);
            return stem.Length;
        }

        var word = new EnglishWord(units);
        RemovePossessive(ref word);
        RemovePlural(ref word);
        if (!EnglishStemExceptions.IsFinal(word.Text))
        {
            RemovePast(ref word);
            if (word.Length > 2 && word[^1] is 'y' or 'Y' && !word.IsVowel(word.Length - 2)) word.Replace(1, "i");
            ReplaceDerivation(ref word);
            RemoveDerivation(ref word);
            RemoveLast(ref word);
            RemoveFinalLetter(ref word);
        }

        return word.Finish();
    }

    // Step 0.
    private static void RemovePossessive(ref EnglishWord word)
    {
        if (word.EndsWith("'s'")) word.Replace(3, "");
        else if (word.EndsWith("'s")) word.Replace(2, "");
        else if (word.EndsWith("'")) word.Replace(1, "");
    }

    // Step 1a.
    private static void RemovePlural(ref EnglishWord word)
    {
        if (word.EndsWith("sses")) word.Replace(4, "ss");
        else if (word.EndsWith("ied") || word.EndsWith("ies")) word.Replace(3, word.Length > 4 ? "i" : "ie");
        else if (word.EndsWith("s") && !word.EndsWith("us") && !word.EndsWith("ss") && word.HasVowelBefore(word.Length - 2)) word.Replace(1, "");
    }

    // Step 1b.
    private static void RemovePast(ref EnglishWord word)
    {
        var length = word.EndsWith("eedly") ? 5 : word.EndsWith("eed") ? 3 : 0;
        if (length > 0)
        {
            if (word.InR1(length)) word.Replace(length, "ee");
            return;
        }

        length = word.EndsWith("ingly") ? 5 : word.EndsWith("edly") ? 4 : word.EndsWith("ing") ? 3 : word.EndsWith("ed") ? 2 : 0;
        if (length == 0 || !word.HasVowelBefore(word.Length - length)) return;
        word.Replace(length, "");
        if (word.EndsWith("at") || word.EndsWith("bl") || word.EndsWith("iz")) word.Replace(0, "e");
        else if (word.EndsInDouble()) word.Replace(1, "");
        else if (word.IsShort()) word.Replace(0, "e");
    }

    // Step 2.
    private static void ReplaceDerivation(ref EnglishWord word)
    {
        foreach (var (suffix, with) in s_step2)
        {
            if (!word.EndsWith(suffix)) continue;
            var fits = suffix switch
            {
                "ogi" => word.Before(3) == 'l',
                "li" => word.Before(2) is 'c' or 'd' or 'e' or 'g' or 'h' or 'k' or 'm' or 'n' or 'r' or 't',
                _ => true,
            };
            if (fits && word.InR1(suffix.Length)) word.Replace(suffix.Length, with);
            return;
        }
    }

    // Step 3.
    private static void RemoveDerivation(ref EnglishWord word)
    {
        foreach (var (suffix, with) in s_step3)
        {
            if (!word.EndsWith(suffix)) continue;
            if (suffix == "ative" ? word.InR2(suffix.Length) : word.InR1(suffix.Length)) word.Replace(suffix.Length, with);
            return;
        }
    }

    // Step 4.
    private static void RemoveLast(ref EnglishWord word)
    {
        foreach (var suffix in s_step4)
        {
            if (!word.EndsWith(suffix)) continue;
            if (word.InR2(suffix.Length) && (suffix != "ion" || word.Before(3) is 's' or 't')) word.Replace(suffix.Length, "");
            return;
        }
    }

    // Step 5.
    private static void RemoveFinalLetter(ref EnglishWord word)
    {
        if (word.EndsWith("e") ? word.InR2(1) || (word.InR1(1) && !word.EndsInShortSyllable(word.Length - 1)) : word.EndsWith("ll") && word.InR2(1))
            word.Replace(1, "");
    }
}

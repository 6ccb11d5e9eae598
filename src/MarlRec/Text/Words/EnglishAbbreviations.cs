namespace MarlRec.Text.Words;

/// <summary>What the English sentence splitter knows by heart, written out by class. All in lower case, without the final point.</summary>
internal static class EnglishAbbreviations
{
    /// <summary>Abbreviations that something of the same sentence follows, even if it begins with a capital.</summary>
    internal static readonly string[] Joining =
    [
        // Titles, ranks, forms of address.
        "mr", "mrs", "ms", "messrs", "dr", "prof", "st", "sr", "rev", "fr", "hon", "gen", "col", "maj", "capt", "cpt", "lt", "sgt", "cpl", "adm", "cmdr", "gov", "sen",
        "supt", "insp", "mt", "mme", "mlle",
        // Phrases.
        "e.g", "i.e", "eg", "ie", "approx", "ca", "cf", "viz", "vs", "al",
    ];

    /// <summary>Abbreviations only before a number, else words of their own or the end: "No. 5", but "No. I said so".</summary>
    internal static readonly string[] BeforeNumbers =
    [
        "no", "nos", "p", "pp", "art", "op", "par", "fig", "figs", "eq", "eqs", "sec", "ch", "chap", "vol", "vols", "ed",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ];

    /// <summary>Words that begin sentences and no names: after initials and acronyms ("the U.S. She …") they tell that a new sentence starts.</summary>
    internal static readonly string[] Starters =
    [
        "the", "this", "that", "these", "those", "there", "he", "she", "it", "they", "we", "you", "his", "her", "its", "their", "our", "my", "your",
        "but", "and", "or", "so", "if", "when", "while", "because", "although", "however", "then", "what", "who", "why", "how", "where",
    ];
}

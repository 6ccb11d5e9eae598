using System.Text;
using MarlRec.Text.Stopwords;

namespace MarlRec.Text;

// Each property leads to a class of its own, so that trimming drops the languages that a program does not name. Only For leads to all.
public sealed partial class StopwordList
{
    /// <summary>
    /// English function words. The list is our own, as those of all languages here are: the closed word classes of the grammar (articles, pronouns, auxiliary verbs,
    /// prepositions, conjunctions, adverbs of place, time and degree that take no content of their own) written out class by class. In every language negations and the word
    /// for "without" are left in the text, since they turn a wish into its opposite, and so are verbs of liking and wanting and most forms that are a common noun as well.
    /// </summary>
    public static StopwordList English => EnglishFunctionWords.List;

    /// <summary>Chinese function words in simplified and traditional characters, made like <see cref="English"/>. Single characters are few, as nothing here knows where a word ends.</summary>
    public static StopwordList Chinese => ChineseFunctionWords.List;

    /// <summary>Czech function words, made like <see cref="English"/>.</summary>
    public static StopwordList Czech => CzechFunctionWords.List;

    /// <summary>Danish function words, made like <see cref="English"/>.</summary>
    public static StopwordList Danish => DanishFunctionWords.List;

    /// <summary>Dutch function words, made like <see cref="English"/>.</summary>
    public static StopwordList Dutch => DutchFunctionWords.List;

    /// <summary>Finnish function words, made like <see cref="English"/>. Endings may carry more forms than the list.</summary>
    public static StopwordList Finnish => FinnishFunctionWords.List;

    /// <summary>French function words and elisions, made like <see cref="English"/>. "n'" is a negation and stays.</summary>
    public static StopwordList French => FrenchFunctionWords.List;

    /// <summary>German function words with ß and, where Swiss spelling differs, ss, made like <see cref="English"/>.</summary>
    public static StopwordList German => GermanFunctionWords.List;

    /// <summary>Indonesian function words, made like <see cref="English"/>.</summary>
    public static StopwordList Indonesian => IndonesianFunctionWords.List;

    /// <summary>Italian function words and elisions, made like <see cref="English"/>.</summary>
    public static StopwordList Italian => ItalianFunctionWords.List;

    /// <summary>Norwegian (Bokmål) function words, made like <see cref="English"/>.</summary>
    public static StopwordList Norwegian => NorwegianFunctionWords.List;

    /// <summary>Polish function words, made like <see cref="English"/>.</summary>
    public static StopwordList Polish => PolishFunctionWords.List;

    /// <summary>Portuguese function words, European and Brazilian, made like <see cref="English"/>.</summary>
    public static StopwordList Portuguese => PortugueseFunctionWords.List;

    /// <summary>Russian function words with ё and with е in its place, made like <see cref="English"/>.</summary>
    public static StopwordList Russian => RussianFunctionWords.List;

    /// <summary>Spanish function words, made like <see cref="English"/>.</summary>
    public static StopwordList Spanish => SpanishFunctionWords.List;

    /// <summary>Swedish function words, made like <see cref="English"/>.</summary>
    public static StopwordList Swedish => SwedishFunctionWords.List;

    /// <summary>Turkish function words, made like <see cref="English"/>; also with i for ı, which is what lower-casing without a culture makes of a capital I.</summary>
    public static StopwordList Turkish => TurkishFunctionWords.List;

    /// <summary>The languages that <see cref="For"/> knows, as BCP 47 primary subtags in ordinal order.</summary>
    public static IReadOnlyList<string> Languages { get; } =
        Array.AsReadOnly<string>(["cs", "da", "de", "en", "es", "fi", "fr", "id", "it", "nb", "nl", "no", "pl", "pt", "ru", "sv", "tr", "zh"]);

    /// <summary>The list for a language. A program that names its languages by the properties instead can be trimmed of the others.</summary>
    /// <param name="language">A BCP 47 tag such as "de", "pt-BR" or "zh-Hant", in any case; only its primary subtag counts.</param>
    /// <returns>The list; the same object for the same language.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="language"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no list for the language; the message says for which ones there is.</exception>
    public static StopwordList For(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        var end = language.IndexOf('-', StringComparison.Ordinal);
        // Beyond ASCII, lower case might differ from host to host.
        return !Ascii.IsValid(language) ? throw Unknown(language) : (end < 0 ? language : language[..end]).ToLowerInvariant() switch
        {
            "cs" => Czech,
            "da" => Danish,
            "de" => German,
            "en" => English,
            "es" => Spanish,
            "fi" => Finnish,
            "fr" => French,
            "id" => Indonesian,
            "it" => Italian,
            "nb" or "no" => Norwegian,
            "nl" => Dutch,
            "pl" => Polish,
            "pt" => Portuguese,
            "ru" => Russian,
            "sv" => Swedish,
            "tr" => Turkish,
            "zh" => Chinese,
            _ => throw Unknown(language),
        };
    }

    private static ArgumentException Unknown(string language) =>
        new($"There is no stop word list for \"{language}\", only for {string.Join(", ", Languages)}.", nameof(language));
}

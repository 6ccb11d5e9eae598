namespace MarlRec.Text;

/// <summary>The words that Porter2 treats by name.</summary>
internal static class EnglishStemExceptions
{
    /// <summary>The stem of a word that no rule would find, or null.</summary>
    internal static string? Of(ReadOnlySpan<char> word) => word switch
    {
        "skis" => "ski",
        "skies" or "sky" => "sky",
        "dying" => "die",
        "lying" => "lie",
        "tying" => "tie",
        "idly" => "idl",
        "gently" => "gentl",
        "ugly" => "ugli",
        "early" => "earli",
        "only" => "onli",
        "singly" => "singl",
        "news" => "news",
        "howe" => "howe",
        "atlas" => "atlas",
        "cosmos" => "cosmos",
        "bias" => "bias",
        "andes" => "andes",
        _ => null,
    };

    /// <summary>Whether a word is its own stem once a plural ending is gone.</summary>
    internal static bool IsFinal(ReadOnlySpan<char> word) => word is "inning" or "outing" or "canning" or "herring" or "earring" or "proceed" or "exceed" or "succeed";

    /// <summary>Where the first region of a word with one of three beginnings starts, or 0.</summary>
    internal static int FirstRegion(ReadOnlySpan<char> word) => word switch
    {
        ['g', 'e', 'n', 'e', 'r', ..] or ['a', 'r', 's', 'e', 'n', ..] => 5,
        ['c', 'o', 'm', 'm', 'u', 'n', ..] => 6,
        _ => 0,
    };
}

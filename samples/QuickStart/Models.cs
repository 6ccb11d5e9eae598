namespace QuickStart;

/// <summary>The words that results are filed under.</summary>
public static class Models
{
    public const string Random = "random";
    public const string Popularity = "popularity";
    public const string Ranker = "marlrec ranker";
    public const string Team = "marlrec";

    public static bool IsBaseline(string model) => model is Random or Popularity;

    public static IReadOnlyList<string> All { get; } = [Random, Popularity, Ranker, Team];
}

using System.Globalization;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>The games with titles, and users with their published candidates (LLMRank: Hou et al., "Large Language Models are Zero-Shot Rankers for Recommender Systems", ECIR 2024).</summary>
internal sealed class GamesData
{
    /// <summary>Of a user's 100 drawn items the first ones that are not the target are ranked with it.</summary>
    internal const int Candidates = 20;

    private readonly string _directory;

    internal GamesData(string directory)
    {
        _directory = directory;
        // Ids are dense.
        Titles = [.. Rows("Games-6k.item").Skip(1).Select(fields => fields[1])];
        // What comes before each user's two last items.
        TrainingHistories = [.. Rows("Games-6k.valid.inter").Skip(1).Select(fields => Ids(fields[1]))];
    }

    /// <summary>A title for each item.</summary>
    internal IReadOnlyList<string> Titles { get; }

    /// <summary>Each user's items in the order of time, without the last two.</summary>
    internal IReadOnlyList<int[]> TrainingHistories { get; }

    /// <summary>Reads users with candidates.</summary>
    /// <param name="candidates">The file of drawn items.</param>
    internal IReadOnlyList<User> Users(string candidates)
    {
        var tests = Rows("Games-6k.test.inter").Skip(1).ToDictionary(fields => fields[0], fields => (History: Ids(fields[1]), Target: Id(fields[2])), StringComparer.Ordinal);
        var users = new List<User>();
        foreach (var fields in Rows(candidates))
        {
            var (history, target) = tests[fields[0]];
            users.Add(new User(history, target, [target, .. Ids(fields[1]).Where(item => item != target).Take(Candidates - 1)]));
        }

        return users;
    }

    private static int Id(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int[] Ids(string text) => Array.ConvertAll(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), Id);

    private IEnumerable<string[]> Rows(string file) => File.ReadLines(Path.Combine(_directory, file)).Select(line => line.Split('\t'));

    /// <summary>One list to rank.</summary>
    internal sealed record User(int[] History, int Target, int[] Candidates);
}

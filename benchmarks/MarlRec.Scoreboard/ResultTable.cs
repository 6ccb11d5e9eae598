using System.Text.Json;

namespace MarlRec.Scoreboard;

/// <summary>The rows of a results file: what is there is kept, what is measured anew replaces its model's rows on that task.</summary>
public sealed class ResultTable
{
    private List<Row> _rows;

    public ResultTable(IEnumerable<Row> rows) => _rows = [.. rows];

    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>Reads a file; one that is not there has no rows.</summary>
    /// <exception cref="InvalidDataException">It is no list of rows. It is left as it is.</exception>
    public static ResultTable Read(string file)
    {
        if (!File.Exists(file)) return new ResultTable([]);
        try
        {
            using var stream = File.OpenRead(file);
            return new ResultTable(JsonSerializer.Deserialize(stream, ScoreboardJson.Default.ListRow) ?? throw new JsonException("It holds null."));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{file} is no list of scoreboard rows: {exception.Message}", exception);
        }
    }

    /// <summary>Whether this unit was measured already with as many seeds and by the same protocol.</summary>
    public bool Has(Suite suite, Unit unit, int seeds) => _rows.Any(row => IsOf(row, suite, unit)
        && row.Seeds == unit.SeedCount(seeds) && row.Protocol == unit.ProtocolFor(seeds));

    /// <summary>Puts a unit's rows in place of those that it had.</summary>
    public void Replace(Suite suite, Unit unit, IEnumerable<Row> rows)
    {
        _rows.RemoveAll(row => IsOf(row, suite, unit));
        _rows.AddRange(rows);
        Arrange(suite);
    }

    /// <summary>Makes the suite's published rows those that the program knows today.</summary>
    public void ReplacePublished(Suite suite)
    {
        _rows.RemoveAll(row => row.Suite == suite.Name && row.Origin == Row.Published);
        _rows.AddRange(suite.Published);
        Arrange(suite);
    }

    /// <summary>Writes the file whole or not at all.</summary>
    public void Write(string file) => WriteWhole(file, JsonSerializer.Serialize(_rows, ScoreboardJson.Default.ListRow) + "\n");

    internal static void WriteWhole(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var draft = file + ".tmp";
        File.WriteAllText(draft, text);
        File.Move(draft, file, overwrite: true);
    }

    private static bool IsOf(Row row, Suite suite, Unit unit) =>
        row.Suite == suite.Name && row.Task == unit.Task && row.Model == unit.Model && row.Origin == Row.Measured;

    /// <summary>Orders rows as the suite names its tasks and models, so that a file does not depend on the order of runs; the sort is stable.</summary>
    private void Arrange(Suite suite)
    {
        var tasks = suite.Units.Select(unit => unit.Task).Distinct().ToList();
        var units = suite.Units.Select(unit => unit.Name).ToList();
        _rows = [.. _rows.OrderBy(row => Place(tasks, row.Task)).ThenBy(row => row.Origin == Row.Published).ThenBy(row => Place(units, $"{row.Task}/{row.Model}"))];

        static int Place(List<string> names, string name) => names.IndexOf(name) is var at && at >= 0 ? at : int.MaxValue;
    }
}

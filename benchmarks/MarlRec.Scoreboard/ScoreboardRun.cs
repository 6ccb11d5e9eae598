using System.Globalization;

namespace MarlRec.Scoreboard;

/// <summary>Runs what is missing of a suite and keeps its tables up to date.</summary>
/// <param name="line">What was asked for.</param>
/// <param name="suite">Its suite.</param>
/// <param name="paths">Its tables.</param>
/// <param name="child">Does one seed of one unit.</param>
/// <param name="progress">Tells people.</param>
/// <param name="time">The clock.</param>
public sealed class ScoreboardRun(CommandLine line, Suite suite, ResultPaths paths, Func<Suite, Unit, UnitRun, ChildReport> child, IRunProgress progress, TimeProvider time)
{
    /// <summary>Returns the exit code: 0, or 1 if a unit failed. The others run nevertheless.</summary>
    public int Execute()
    {
        var table = ResultTable.Read(paths.Json);
        var before = table.Rows;
        table.ReplacePublished(suite);
        if (!table.Rows.SequenceEqual(before) || !File.Exists(paths.Markdown)) Write(table);

        var todo = Todo(table);
        progress.Begin(todo.Sum(unit => unit.SeedCount(line.Seeds)));
        var failures = 0;
        foreach (var unit in todo)
        {
            try
            {
                table.Replace(suite, unit, Aggregate.Rows(suite, unit, Measure(unit), line.Seeds));
                Write(table);
            }
            catch (Exception exception) when (exception is ChildFailedException or InvalidDataException)
            {
                failures++;
                progress.Failed(exception.Message);
            }
        }

        return failures == 0 ? 0 : 1;
    }

    private List<Unit> Todo(ResultTable table)
    {
        var todo = new List<Unit>();
        foreach (var unit in suite.Units.Where(unit => unit.Name.Contains(line.Only, StringComparison.OrdinalIgnoreCase)))
        {
            if (table.Has(suite, unit, line.Seeds)) progress.Skipped(unit.Name, $"is in {paths.Json} already");
            else if (unit.DataFolder is null) todo.Add(unit);
            else if (line.Data is null) progress.Skipped(unit.Name, $"needs --data DIR with the folder {unit.DataFolder}");
            else if (Missing(unit) is { } missing) progress.Skipped(unit.Name, $"there is no folder {missing}");
            else todo.Add(unit);
        }

        return todo;
    }

    private List<ChildReport> Measure(Unit unit)
    {
        var reports = new List<ChildReport>();
        for (var seed = 1; seed <= unit.SeedCount(line.Seeds); seed++)
        {
            progress.Started(unit.Name, seed);
            var report = child(suite, unit, new UnitRun((ulong)seed, DataDirectory(unit)));
            progress.Finished(unit.Name, seed, string.Create(CultureInfo.InvariantCulture, $"{report.Seconds:F1} s, {report.PeakMiB:F0} MiB"));
            reports.Add(report);
        }

        return reports;
    }

    private string? Missing(Unit unit)
    {
        string[] folders = [unit.DataFolder!, .. unit.OtherFolders];
        return folders.Select(folder => Path.GetFullPath(Path.Combine(line.Data!, folder))).FirstOrDefault(folder => !Directory.Exists(folder));
    }

    private string DataDirectory(Unit unit) => unit.DataFolder is { } folder && line.Data is { } data ? Path.GetFullPath(Path.Combine(data, folder)) : "";

    private void Write(ResultTable table)
    {
        table.Write(paths.Json);
        ResultTable.WriteWhole(paths.Markdown, MarkdownReport.Render(suite, table.Rows, Machine.Describe(), time.GetUtcNow()));
    }
}

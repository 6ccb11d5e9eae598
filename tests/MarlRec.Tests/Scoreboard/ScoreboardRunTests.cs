using QuickStart;

namespace MarlRec.Scoreboard;

/// <summary>What is kept, measured, replaced and reported, with children that do nothing.</summary>
public sealed class ScoreboardRunTests : IDisposable
{
    private static readonly Row s_published = Row("t", "others") with { Origin = Scoreboard.Row.Published };

    private static readonly Suite s_suite = new(
        "s",
        "For tests.",
        [
            new Unit("t", "a", "p", _ => []),
            new Unit("t", "b", "p", _ => []) { FixedSeeds = 1 },
            new Unit("d", "a", "p", _ => []) { DataFolder = "d", Summary = Summary.Median },
        ],
        [s_published]);

    private readonly string _folder = Directory.CreateTempSubdirectory("scoreboard").FullName;
    private readonly List<string> _done = [];
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private string _broken = "";

    private string Json => Path.Combine(_folder, "s.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_failed_unit_is_shown_while_the_others_run_and_only_it_runs_again()
    {
        _broken = "t/a";
        Assert.Equal(1, Run());
        Assert.Equal(["t/a 1", "t/b 1"], _done);
        Assert.Contains("it broke", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["t/b", "t/others"], Names());

        _broken = "";
        _done.Clear();
        Assert.Equal(0, Run());
        Assert.Equal(["t/a 1", "t/a 2", "t/a 3"], _done);
        Assert.Equal(["t/a", "t/b", "t/others"], Names());
        Assert.Contains("skipped t/b", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("skipped d/a: needs --data", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("| a | 2.0000 ± 0.5774 | 3 |", File.ReadAllText(Path.ChangeExtension(Json, ".md")), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
    }

    [Fact]
    public void Another_number_of_seeds_replaces_the_rows_and_touches_no_other_suite()
    {
        var foreign = Row("t", "a") with { Suite = "other" };
        new ResultTable([foreign, Row("t", "a"), s_published with { Value = 9 }]).Write(Json);
        Assert.Equal(0, Run(new CommandLine { Seeds = 2, Only = "T/A" }));
        var rows = ResultTable.Read(Json).Rows;
        Assert.Contains(foreign, rows);
        Assert.Contains(s_published, rows);
        var row = Assert.Single(rows, row => row is { Suite: "s", Origin: Scoreboard.Row.Measured });
        Assert.Equal((1.5, 2, "p; mean of seeds 1-2"), (row.Value, row.Seeds, row.Protocol));
    }

    [Fact]
    public void Data_sets_are_looked_for_in_the_folder_given()
    {
        Assert.Equal(0, Run(new CommandLine { Data = _folder, Only = "d/" }));
        Assert.Empty(_done);
        Assert.Contains("there is no folder", _output.ToString(), StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(_folder, "d"));
        Assert.Equal(0, Run(new CommandLine { Data = _folder, Only = "d/", Seeds = 4 }));
        var row = Assert.Single(ResultTable.Read(Json).Rows, row => row.Task == "d");
        Assert.Equal((2.5, "p; median of seeds 1-4", 4.0, 104.0), (row.Value, row.Protocol, row.Seconds!.Value, row.PeakMiB!.Value));
    }

    [Fact]
    public void What_is_no_number_or_differs_between_seeds_is_no_row()
    {
        var good = new ChildReport([new Measurement("t", "a", "m", 1, 0.5, 1)], 1, 1);
        Assert.Equal(0.5, Assert.Single(Aggregate.Rows(s_suite, s_suite.Units[0], [good], 1)).StandardError);
        foreach (var bad in (ChildReport[])[
            good with { Measurements = [] },
            good with { Measurements = [new Measurement("t", "a", "other", 1, 0, 1)] },
            good with { Measurements = [new Measurement("t", "a", "m", double.NaN, 0, 1)] }])
            Assert.Throws<InvalidDataException>(() => Aggregate.Rows(s_suite, s_suite.Units[0], [good, bad], 2));
    }

    [Theory]
    [InlineData("[{\"suite\": \"s\"}]")]
    [InlineData("null")]
    [InlineData("[{")]
    public void A_file_of_something_else_is_left_as_it_is(string text)
    {
        File.WriteAllText(Json, text);
        Assert.Throws<InvalidDataException>(() => Run());
        Assert.Equal(text, File.ReadAllText(Json));
        Assert.Empty(_done);
    }

    private static Row Row(string task, string model) => new()
    {
        Suite = "s",
        Task = task,
        Model = model,
        Metric = "m",
        Value = 7,
        Seeds = 1,
        Origin = Scoreboard.Row.Measured,
        Source = "x",
        Protocol = "p; seed 1",
    };

    private string[] Names() => [.. ResultTable.Read(Json).Rows.Select(row => $"{row.Task}/{row.Model}")];

    private int Run(CommandLine? line = null) => new ScoreboardRun(
        line ?? new CommandLine(), s_suite, new ResultPaths(Json, Path.ChangeExtension(Json, ".md")), Child, new PlainProgress(_output, _error), TimeProvider.System).Execute();

    private ChildReport Child(Suite suite, Unit unit, UnitRun run)
    {
        _done.Add($"{unit.Name} {run.Seed}");
        if (unit.Name == _broken) throw new ChildFailedException("it broke");
        return new ChildReport([new Measurement(unit.Task, unit.Model, "m", run.Seed, 0, run.Seed)], unit.DataFolder is null ? 1 : 4, 100 + run.Seed);
    }
}

using System.Diagnostics;

namespace MarlRec.Scoreboard;

/// <summary>The program from outside: its options, its exit codes, its real children.</summary>
public sealed class ScoreboardProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scoreboard").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_option_is_read() => Assert.Equal(
        new CommandLine { Suite = "quick", Data = "d", Seeds = 7, Only = "o", Json = "j", Markdown = "m", Help = true },
        CommandLine.Parse(["quick", "--data", "d", "--seeds", "7", "--only", "o", "--json", "j", "--markdown", "m", "--help"]));

    [Theory]
    [InlineData("")]
    [InlineData("nope")]
    [InlineData("quick quick")]
    [InlineData("quick --wrong")]
    [InlineData("quick --data")]
    [InlineData("quick --seeds 0")]
    [InlineData("quick --seeds -1")]
    [InlineData("quick --seeds 2.5")]
    public void What_makes_no_sense_is_refused(string line) =>
        Assert.Throws<FormatException>(() => CommandLine.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Tables_are_the_repositorys_unless_files_are_named()
    {
        var line = new CommandLine { Suite = "quick" };
        Assert.Equal(RepositoryFiles.At("benchmarks/results/quick.json"), ResultPaths.From(line, RepositoryFiles.At("src/MarlRec")).Json);
        Assert.Equal(new ResultPaths(Path.Combine(_folder, "quick.json"), Path.Combine(_folder, "quick.md")), ResultPaths.From(line, _folder));
        Assert.Equal(Path.Combine(_folder, "x.md"), ResultPaths.From(line with { Json = "x.json" }, _folder).Markdown);
        Assert.Equal(Path.Combine(_folder, "y.md"), ResultPaths.From(line with { Markdown = "y.md" }, _folder).Markdown);
        Assert.Throws<FormatException>(() => ResultPaths.From(line with { Json = "x.md" }, _folder));
    }

    [Fact]
    public void A_wrong_suite_is_answered_with_the_list()
    {
        var (code, _, error) = Start("nope");
        Assert.Equal(2, code);
        Assert.Contains("\"nope\"", error, StringComparison.Ordinal);
        foreach (var suite in SuiteRegistry.All) Assert.Contains($"  {suite.Name} ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_child_measures_and_says_how_much_memory_it_took()
    {
        WriteData("user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\ta\t5\t1\n1\tb\t5\t2\n1\tc\t5\t3\n2\tb\t5\t1\n2\tc\t5\t2\n2\ta\t5\t3\n");
        var (code, output, error) = Start("quick", "--data", _folder, "--only", "ml-100k/popularity");
        Assert.True(code == 0, output + error);
        var row = Assert.Single(ResultTable.Read(Path.Combine(_folder, "quick.json")).Rows, row => row.Metric == "Hit@10");
        Assert.Equal(("quick", "ml-100k", "popularity", 1.0, 1), (row.Suite, row.Task, row.Model, row.Value, row.Seeds));
        Assert.InRange(row.PeakMiB!.Value, 10, 1000);
        Assert.Contains("| popularity |", File.ReadAllText(Path.Combine(_folder, "quick.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_childs_complaint_is_passed_on()
    {
        WriteData("no header\n");
        var (code, _, error) = Start("quick", "--data", _folder, "--only", "ml-100k/popularity");
        Assert.Equal(1, code);
        Assert.Contains("FAILED ml-100k/popularity, seed 1: exit code", error, StringComparison.Ordinal);
        Assert.Contains("ml-100k.inter", error, StringComparison.Ordinal);
    }

    private void WriteData(string events)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "ml-100k"));
        File.WriteAllText(Path.Combine(_folder, "ml-100k", "ml-100k.inter"), events);
    }

    private (int Code, string Output, string Error) Start(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}

using System.Globalization;

namespace MarlRec.Scoreboard;

/// <summary>What the command line asks for.</summary>
public sealed record CommandLine
{
    public string Suite { get; init; } = "";

    public bool Help { get; init; }

    public string? Data { get; init; }

    public int Seeds { get; init; } = 3;

    public string Only { get; init; } = "";

    public string? Json { get; init; }

    public string? Markdown { get; init; }

    public static string Usage => $"""
        Scoreboard: measures quality and learning, and writes the tables under benchmarks/results.

          dotnet run -c Release --project benchmarks/MarlRec.Scoreboard -- SUITE [OPTIONS]

          --data DIR         the folder that holds the data sets (DIR/ml-100k, ...); tasks whose data is missing are skipped
          --seeds N          seeds 1..N of each model (default 3); what no seed changes runs once, what a task fixes stays fixed
          --only SUBSTRING   only units whose task/model contains it, such as ml-100k/pop
          --json FILE        the rows (default benchmarks/results/SUITE.json in the repository, else SUITE.json here)
          --markdown FILE    the same as a table (default: beside the JSON)

        Rows that the JSON file already has with the same suite, task, model, seeds and protocol are kept and not measured
        again, so a stopped run goes on where it was; delete the file to start anew. It is rewritten after each model.

        Suites:
        {string.Join(Environment.NewLine, SuiteRegistry.All.Select(suite => $"  {suite.Name,-16} {suite.Description}"))}
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They make no sense; the message says which.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            line = name switch
            {
                "--help" or "-h" => line with { Help = true },
                "--data" => line with { Data = Next() },
                "--seeds" => line with { Seeds = Number(Next()) },
                "--only" => line with { Only = Next() },
                "--json" => line with { Json = Next() },
                "--markdown" => line with { Markdown = Next() },
                _ when name.StartsWith('-') => throw new FormatException($"There is no option \"{name}\"."),
                _ when line.Suite.Length > 0 => throw new FormatException($"One suite at a time: \"{line.Suite}\" or \"{name}\"."),
                _ => line with { Suite = name },
            };

            string Next() => ++i < arguments.Count && arguments[i].Length > 0 ? arguments[i] : throw new FormatException($"{name} needs a value.");
        }

        if (line.Help) return line;
        if (line.Suite.Length == 0) throw new FormatException("Which suite?");
        return SuiteRegistry.Find(line.Suite) is null ? throw new FormatException($"There is no suite \"{line.Suite}\".") : line;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1000
        ? number
        : throw new FormatException($"--seeds needs a number from 1 to 1000, not \"{text}\".");
}

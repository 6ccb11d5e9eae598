using System.Globalization;

namespace QuickStart;

/// <summary>What the command line asks for.</summary>
public sealed record CommandLine
{
    public string? Data { get; init; }

    public string? Json { get; init; }

    public int Seeds { get; init; }

    public int DegreeOfParallelism { get; init; } = Math.Min(2, Environment.ProcessorCount);

    private const string Usage = """
        QuickStart: learn from a population's past, train the slot agents, recommend,
        take feedback.

          dotnet run -c Release --project samples/QuickStart [-- OPTIONS]

          --data DIR   first a real data set: a folder of RecBole atomic files named
                       like the folder (ml-100k), or of titles and histories (games)
          --json FILE  write every number printed to FILE
          --seeds N    repeat with N seeds, 1 to 1000 (default 1; with --data 3)
          --threads N  threads to learn with, 1 to 1000 (default 2, or 1 on a single
                       core); results do not depend on it
        """;

    public static CommandLine? Parse(string[] args, TextWriter error)
    {
        var options = new CommandLine();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            var (parsed, problem) = (args[i], value) switch
            {
                ("--help" or "-h", _) => (null, ""),
                ("--data", { } directory) => (options with { Data = directory }, null),
                ("--json", { } file) => (options with { Json = file }, null),
                ("--seeds", { } text) when Number(text) is { } seeds => (options with { Seeds = seeds }, null),
                ("--threads", { } text) when Number(text) is { } threads => (options with { DegreeOfParallelism = threads }, null),
                _ => ((CommandLine?)null, $"\"{string.Join(' ', args.Skip(i).Take(2))}\" is not understood.{Environment.NewLine}"),
            };
            if (parsed is null)
            {
                error.WriteLine(problem + Usage);
                return null;
            }

            options = parsed;
        }

        return options.Seeds > 0 ? options : options with { Seeds = options.Data is null ? 1 : 3 };
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1000 ? number : null;
}

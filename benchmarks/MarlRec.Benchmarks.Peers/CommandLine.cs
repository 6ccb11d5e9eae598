using System.Globalization;

namespace MarlRec.Benchmarks.Peers;

/// <summary>What the command line asks for.</summary>
internal sealed record CommandLine
{
    internal const string Usage = """
        Peers: measures MarlRec and native libraries at the same work, by turns in one run.

          dotnet run -c Release --project benchmarks/MarlRec.Benchmarks.Peers -- [OPTIONS]

          --only PREFIX,...   only tasks that start with one of these, such as lstm,gemm 1x,minilm b1 t1
          --threads N,...     on so many threads, all sides alike (default 1,2)
          --seconds S         how long each task is measured after its warm-up (default 8); at least six rounds are made
          --json FILE         also into this file, as rows of the scoreboard, and as a table beside it; other tasks' rows stay
          --check FILE        measures the tasks of this file again and fails when a ratio has fallen: when the 95 % interval
                              lies below 85 % of the one in the file
          --list              prints the tasks and what their floors stand on
          --self-test         checks this program's arithmetic
        """;

    internal IReadOnlyList<string> Only { get; init; } = [];

    internal IReadOnlyList<int> Threads { get; init; } = [1, 2];

    internal double Seconds { get; init; } = 8;

    internal string? Json { get; init; }

    internal string? Check { get; init; }

    internal bool List { get; init; }

    internal bool SelfTest { get; init; }

    internal bool Help { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They make no sense; the message says which.</exception>
    internal static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            line = name switch
            {
                "--help" or "-h" => line with { Help = true },
                "--list" => line with { List = true },
                "--self-test" => line with { SelfTest = true },
                "--only" => line with { Only = Next().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
                "--threads" => line with { Threads = [.. Next().Split(',').Select(text => (int)Number(text, 64))] },
                "--seconds" => line with { Seconds = Number(Next(), 3600) },
                "--json" => line with { Json = Next() },
                "--check" => line with { Check = Next() },
                _ => throw new FormatException($"There is no option \"{name}\"."),
            };

            string Next() => ++i < arguments.Count && arguments[i].Length > 0 ? arguments[i] : throw new FormatException($"{name} needs a value.");

            double Number(string text, double most) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
                ? number
                : throw new FormatException($"{name} needs numbers above 0 and up to {most}, not \"{text}\".");
        }

        return line is { Json: not null, Check: not null } ? throw new FormatException("--check writes nothing; use --json in another run.") : line;
    }
}

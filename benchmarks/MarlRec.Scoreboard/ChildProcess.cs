using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MarlRec.Scoreboard;

/// <summary>One seed of one unit in a process of its own, so that neither memory nor compiled code of another model counts.</summary>
public static class ChildProcess
{
    /// <summary>The first argument that makes the program such a child; suite, task, model, seed and data folder follow.</summary>
    public const string Verb = "--child";

    /// <summary>The parent's side: starts the child, waits, and reads what it printed.</summary>
    /// <exception cref="ChildFailedException">The child did not end well.</exception>
    public static ChildReport Run(Suite suite, Unit unit, UnitRun run)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // Started as "dotnet X.dll", this process is not the program but its host.
        if (Path.GetFileName(start.FileName) is "dotnet" or "dotnet.exe") start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (var argument in (string[])[Verb, suite.Name, unit.Task, unit.Model, run.Seed.ToString(CultureInfo.InvariantCulture), run.DataDirectory])
            start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var error = child.StandardError.ReadToEndAsync(); // read beside the other, or a full pipe would stop both
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        var complaint = error.GetAwaiter().GetResult().Trim();
        if (child.ExitCode != 0) throw new ChildFailedException($"{unit.Name}, seed {run.Seed}: exit code {child.ExitCode}\n{complaint}");
        try
        {
            return JsonSerializer.Deserialize(output, ScoreboardJson.Default.ChildReport)!;
        }
        catch (JsonException exception)
        {
            throw new ChildFailedException($"{unit.Name}, seed {run.Seed}: printed no report ({exception.Message})\n{complaint}");
        }
    }

    /// <summary>The child's side: measures and prints.</summary>
    public static int Answer(IReadOnlyList<string> arguments, TextWriter output, TimeProvider time)
    {
        var unit = SuiteRegistry.Find(arguments[1])!.Units.Single(unit => unit.Task == arguments[2] && unit.Model == arguments[3]);
        var start = time.GetTimestamp();
        var measurements = unit.Measure(new UnitRun(ulong.Parse(arguments[4], CultureInfo.InvariantCulture), arguments[5]));
        var report = new ChildReport(measurements, time.GetElapsedTime(start).TotalSeconds, PeakMemory.InMiB());
        output.WriteLine(JsonSerializer.Serialize(report, ScoreboardJson.Default.ChildReport));
        return 0;
    }
}

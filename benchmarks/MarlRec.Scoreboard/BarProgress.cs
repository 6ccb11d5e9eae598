using Spectre.Console;

namespace MarlRec.Scoreboard;

/// <summary>A bar over all child processes, and a clock that shows that the present one is alive.</summary>
public sealed class BarProgress(IAnsiConsole console, ProgressContext context, TextWriter error) : IRunProgress
{
    private readonly ProgressTask _task = context.AddTask("reading", autoStart: true);

    public void Begin(int children)
    {
        _task.MaxValue = Math.Max(1, children);
        if (children == 0) _task.Increment(1);
    }

    public void Skipped(string unit, string why) => console.MarkupLineInterpolated($"[grey]skipped {unit}: {why}[/]");

    public void Started(string unit, int seed) => _task.Description = Markup.Escape($"{unit}, seed {seed}");

    public void Finished(string unit, int seed, string result)
    {
        console.MarkupLineInterpolated($"{unit}, seed {seed}: [grey]{result}[/]");
        _task.Increment(1);
    }

    public void Failed(string message) => error.WriteLine($"FAILED {message}");
}

namespace MarlRec.Scoreboard;

/// <summary>A line an event, with how far the run is: for people and for log files.</summary>
public sealed class PlainProgress(TextWriter output, TextWriter error) : IRunProgress
{
    private int _children;
    private int _started;

    public void Begin(int children) => _children = children;

    public void Skipped(string unit, string why) => output.WriteLine($"skipped {unit}: {why}");

    public void Started(string unit, int seed) => output.WriteLine($"[{++_started}/{_children}] {unit}, seed {seed} ...");

    public void Finished(string unit, int seed, string result) => output.WriteLine($"[{_started}/{_children}] {unit}, seed {seed}: {result}");

    public void Failed(string message) => error.WriteLine($"FAILED {message}");
}

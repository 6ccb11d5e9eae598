namespace MarlRec.Scoreboard;

/// <summary>Told how a run goes on. Thread safety: <em>single owner</em>.</summary>
public interface IRunProgress
{
    /// <summary>So many child processes are to run.</summary>
    void Begin(int children);

    void Skipped(string unit, string why);

    void Started(string unit, int seed);

    void Finished(string unit, int seed, string result);

    void Failed(string message);
}

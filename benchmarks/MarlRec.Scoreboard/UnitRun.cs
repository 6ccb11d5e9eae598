namespace MarlRec.Scoreboard;

/// <summary>What one child process is asked to do.</summary>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="DataDirectory">The folder of the unit's data set; empty where it needs none.</param>
public sealed record UnitRun(ulong Seed, string DataDirectory)
{
    /// <summary>The folder of another data set.</summary>
    public string Beside(string folder) => Path.Combine(DataDirectory, "..", folder);

    public static int DegreeOfParallelism { get; } = Math.Min(2, Environment.ProcessorCount);
}

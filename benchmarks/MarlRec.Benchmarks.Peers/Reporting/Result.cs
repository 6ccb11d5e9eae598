using MarlRec.Benchmarks.Peers.Measurement;

namespace MarlRec.Benchmarks.Peers.Reporting;

/// <summary>One line of the table: a workload on a number of threads against one peer.</summary>
public sealed record Result(Workload Workload, int Threads, Outcome Outcome, double FloorSeconds)
{
    /// <summary>Such as <c>lstm train b32 t1</c>.</summary>
    public string Task => Workload.Task(Threads);

    /// <summary>MarlRec's value, in the workload's unit.</summary>
    public double Value => Workload.Scale.Value(Outcome.MarlRecSeconds);

    /// <summary>The peer's value.</summary>
    public double PeerValue => Workload.Scale.Value(Outcome.PeerSeconds);

    /// <summary>The value that nothing on this machine could exceed.</summary>
    public double Floor => Workload.Scale.Value(FloorSeconds);

    /// <summary>How much of the floor MarlRec reaches, 1 being all.</summary>
    public double ShareOfFloor => FloorSeconds / Outcome.MarlRecSeconds;

    /// <summary>What was asked of the ratio.</summary>
    public Goal? Goal => Goals.For(Workload.Name, Threads, Outcome.Peer);
}

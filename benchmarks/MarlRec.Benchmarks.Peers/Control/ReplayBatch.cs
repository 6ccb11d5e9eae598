namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>Transitions sampled from a memory, used again and again.</summary>
internal sealed class ReplayBatch
{
    internal const int Size = 128;

    internal float[] Observations { get; } = new float[Size * CartPoleShape.Observations];

    internal float[] Next { get; } = new float[Size * CartPoleShape.Observations];

    internal long[] Actions { get; } = new long[Size];

    internal float[] Rewards { get; } = new float[Size];

    internal float[] Terminated { get; } = new float[Size];
}

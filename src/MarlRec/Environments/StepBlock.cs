namespace MarlRec.Environments;

/// <summary>The memory behind the <see cref="StepBuffers"/> of N copies of an environment: one array for each quantity, copy after copy.</summary>
/// <param name="spec">A valid spec.</param>
/// <param name="copies">How many copies, N: 1 or more.</param>
internal sealed class StepBlock(EnvironmentSpec spec, int copies)
{
    internal EnvironmentSpec Spec => spec;

    /// <summary>[N, A, D].</summary>
    internal float[] Observations { get; } = new float[checked(copies * spec.AgentCount * spec.ObservationSize)];

    /// <summary>[N, A].</summary>
    internal float[] Rewards { get; } = new float[checked(copies * spec.AgentCount)];

    /// <summary>[N, A].</summary>
    internal bool[] Terminated { get; } = new bool[checked(copies * spec.AgentCount)];

    /// <summary>[N, A].</summary>
    internal bool[] Truncated { get; } = new bool[checked(copies * spec.AgentCount)];

    /// <summary>[N, A].</summary>
    internal bool[] Acting { get; } = new bool[checked(copies * spec.AgentCount)];

    /// <summary>[N, A, K].</summary>
    internal bool[] Masks { get; } = new bool[checked(copies * spec.AgentCount * spec.ActionCount)];

    /// <summary>[N, S].</summary>
    internal float[] State { get; } = new float[checked(copies * spec.StateSize)];

    /// <summary>[N, C, F].</summary>
    internal float[] Candidates { get; } = new float[checked(copies * spec.CandidateCount * spec.CandidateSize)];

    /// <summary>[N].</summary>
    internal int[] CandidateCounts { get; } = new int[copies];
}

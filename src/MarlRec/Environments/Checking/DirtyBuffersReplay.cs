namespace MarlRec.Environments.Checking;

/// <summary>Fills the buffers with rubbish before each call.</summary>
internal sealed class DirtyBuffersReplay(IEnvironment environment, RecordedEpisode episode, ViolationList violations)
    : Replay(environment, episode, EnvironmentRule.Buffers, violations)
{
    protected override void BeforeReset() => Spoil();

    protected override string? BeforeStep(int step, int[] actions)
    {
        Spoil();
        return null;
    }

    private static void Invert(Span<bool> flags)
    {
        foreach (ref var flag in flags) flag = !flag;
    }

    private void Spoil()
    {
        Buffers.Observations.Fill(float.NaN);
        Buffers.Rewards.Fill(float.NaN);
        Buffers.State.Fill(float.NaN);
        Buffers.Candidates.Fill(float.NaN);
        Buffers.CandidateCount = Buffers.Spec.CandidateCount - Buffers.CandidateCount;
        Invert(Buffers.Terminated);
        Invert(Buffers.Truncated);
        Invert(Buffers.Acting);
        Invert(Buffers.Masks);
    }
}

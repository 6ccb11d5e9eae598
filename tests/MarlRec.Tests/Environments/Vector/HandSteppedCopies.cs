using MarlRec.Environments.Checking;

namespace MarlRec.Environments.Vector;

/// <summary>The oracle: separate environments, stepped and reset one by one as the mode says, in the plainest way.</summary>
internal sealed class HandSteppedCopies(Func<IEnvironment> create, ulong[] seeds, AutoresetMode mode)
{
    private readonly IEnvironment[] _worlds = [.. seeds.Select(_ => create())];
    private readonly ulong[] _seeds = [.. seeds];
    private readonly long[] _episodes = new long[seeds.Length];

    internal StepBuffers[] Rows { get; } = [.. seeds.Select(_ => new StepBuffers(create().Spec))];

    internal StepBuffers[] Finals { get; } = [.. seeds.Select(_ => new StepBuffers(create().Spec))];

    internal bool[] Ended { get; } = new bool[seeds.Length];

    internal bool[] Started { get; } = new bool[seeds.Length];

    internal void Reset()
    {
        for (var copy = 0; copy < _worlds.Length; copy++) Start(copy, _seeds[copy], 0, null);
    }

    internal void Start(int copy, ulong seed, long episode, ResetOptions? options)
    {
        (_seeds[copy], _episodes[copy]) = (seed, episode);
        _worlds[copy].Reset(episode == 0 ? seed : EpisodeSeed.Of(seed, episode), options, Rows[copy]);
        (Started[copy], Ended[copy]) = (true, false);
    }

    internal void StartNext(int copy) => Start(copy, _seeds[copy], _episodes[copy] + 1, null);

    internal void Step(int[] actions)
    {
        var agents = Rows[0].Spec.AgentCount;
        for (var copy = 0; copy < _worlds.Length; copy++)
        {
            if (mode == AutoresetMode.NextStep && Rows[copy].IsEpisodeOver)
            {
                StartNext(copy);
                continue;
            }

            _worlds[copy].Step(actions.AsSpan(copy * agents, agents), Rows[copy]);
            Started[copy] = false;
            if (!(Ended[copy] = Rows[copy].IsEpisodeOver)) continue;
            Rows[copy].CopyTo(Finals[copy]);
            if (mode != AutoresetMode.SameStep) continue;
            StartNext(copy);
            Ended[copy] = true;
            Finals[copy].Rewards.CopyTo(Rows[copy].Rewards);
            Finals[copy].Terminated.CopyTo(Rows[copy].Terminated);
            Finals[copy].Truncated.CopyTo(Rows[copy].Truncated);
        }
    }

    internal void AssertSame(VectorStepBuffers actual)
    {
        Assert.Equal(Ended, actual.EpisodeEnded.ToArray());
        Assert.Equal(Started, actual.EpisodeStarted.ToArray());
        for (var copy = 0; copy < _worlds.Length; copy++)
        {
            Assert.Equal(StepDigest.Of(Rows[copy]), StepDigest.Of(actual[copy]));
            if (Ended[copy]) Assert.Equal(StepDigest.Of(Finals[copy]), StepDigest.Of(actual.Final(copy)));
        }
    }
}

namespace MarlRec.Environments.Checking;

/// <summary>Asks in the middle of the episode for a reset with options that no environment can know, and then goes on as if nothing had happened.</summary>
internal sealed class OptionsReplay(IEnvironment environment, RecordedEpisode episode, ViolationList violations)
    : Replay(environment, episode, EnvironmentRule.ResetOptions, violations)
{
    private readonly int _middle = episode.Actions.Count / 2;

    protected override string? BeforeStep(int step, int[] actions)
    {
        if (step != _middle) return null;
        var digest = StepDigest.Of(Buffers);
        if (Refusal.OfReset<ArgumentException>(Environment, new UnknownOptions(), Buffers) is { } accepted) return "with options of an unknown type, " + accepted;
        return StepDigest.Of(Buffers) == digest ? null : "a refused reset changes the buffers";
    }

    private sealed record UnknownOptions : ResetOptions
    {
        public override void Validate()
        {
        }
    }
}

namespace MarlRec.Environments.Checking;

/// <summary>Lets another instance play another episode at the same time, a step of one after a step of the other.</summary>
internal sealed class SideBySideReplay(IEnvironment environment, RecordedEpisode episode, IEnvironment neighbour, RecordedEpisode other, ViolationList violations)
    : Replay(environment, episode, EnvironmentRule.Isolation, violations)
{
    private readonly StepBuffers _buffers = new(neighbour.Spec);

    protected override string? BeforeStep(int step, int[] actions)
    {
        if (step == 0) neighbour.Reset(other.Seed, other.Options, _buffers);
        else if (step <= other.Actions.Count) neighbour.Step(other.Actions[step - 1], _buffers);
        return null;
    }
}

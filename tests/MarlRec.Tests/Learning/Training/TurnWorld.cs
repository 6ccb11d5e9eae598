using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning.Training;

/// <summary>
/// Two agents in turn. Every step both earn the action taken plus, for agent 1, ten. What an agent sees is how many steps have been taken. Odd actions are
/// illegal for agent 1. Agent 0 terminates at step 4; agent 1 is truncated at step 6, moving alone until then.
/// </summary>
internal sealed class TurnWorld() : EnvironmentBase(Description)
{
    private static readonly EnvironmentSpec Description = new()
    {
        Name = "TurnWorld",
        AgentCount = 2,
        ObservationSpaces = [new BoxSpace(0, 10, 1), new BoxSpace(0, 10, 1)],
        ActionSpaces = [new DiscreteSpace(4), new DiscreteSpace(4)],
        TurnBased = true,
    };

    protected override void OnReset(RandomStream random, StepBuffers buffers) => Write(buffers, 0);

    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        var action = actions[IsActing(0) ? 0 : 1];
        var time = StepCount + 1;
        if (!HasEnded(0))
        {
            buffers.Rewards[0] = action;
            buffers.Terminated[0] = time == 4;
        }

        buffers.Rewards[1] = action + 10;
        buffers.Truncated[1] = time == 6;
        Write(buffers, time);
    }

    private void Write(StepBuffers buffers, int time)
    {
        if (!HasEnded(0)) buffers.Observation(0)[0] = time;
        buffers.Observation(1)[0] = time;
        buffers.Acting[time < 4 ? time % 2 : 1] = true;
        buffers.Mask(1)[1] = buffers.Mask(1)[3] = false;
    }
}

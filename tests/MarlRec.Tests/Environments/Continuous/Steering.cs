using MarlRec.Execution;

namespace MarlRec.Environments.Continuous;

/// <summary>Two agents steer: the first by two numbers in [0, 4] × [−1, 1], the second by one in [−10, 10]. Each sees what it last did, in double the size; the
/// second retires when it does 10, the first goes on to the step limit.</summary>
internal sealed class Steering(int maxSteps = 6) : ContinuousEnvironmentBase(
    new EnvironmentSpec
    {
        Name = "Steering",
        AgentCount = 2,
        ObservationSpaces = [new BoxSpace(-20, 20, 2), new BoxSpace(-20, 20, 1)],
        ActionSpaces = [new DiscreteSpace(1), new DiscreteSpace(1)],
        MaxSteps = maxSteps,
    },
    [new BoxSpace([0, -1], [4, 1]), new BoxSpace(-10, 10, 1)])
{
    protected override void OnReset(RandomStream random, ResetOptions? options, StepBuffers buffers)
    {
        buffers.Observations.Clear();
        buffers.Observation(0)[0] = random.NextSingle();
    }

    protected override void OnStep(ReadOnlySpan<float> actions, StepBuffers buffers)
    {
        buffers.Observation(0)[0] = 2 * actions[0];
        buffers.Observation(0)[1] = 2 * actions[1];
        buffers.Rewards[0] = actions[0];
        if (!IsActing(1)) return;
        buffers.Observation(1)[0] = 2 * actions[2];
        buffers.Rewards[1] = actions[2];
        buffers.Terminated[1] = actions[2] == 10;
    }
}

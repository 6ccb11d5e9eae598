using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>Nim: two players in turns take one to three of a pile of stones; who takes the last one earns 1 and the other −1.</summary>
internal sealed class Nim(int stones) : EnvironmentBase(new EnvironmentSpec
{
    Name = "Nim",
    AgentCount = 2,
    ObservationSpaces = [new DiscreteSpace(stones + 1), new DiscreteSpace(stones + 1)],
    ActionSpaces = [new DiscreteSpace(3), new DiscreteSpace(3)],
    StateSize = 1,
    TurnBased = true,
})
{
    private int _left;
    private int _player;

    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        _left = stones - random.Next(2);
        _player = 0;
        Write(buffers);
    }

    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        _left -= actions[_player] + 1;
        _player = 1 - _player;
        if (_left == 0)
        {
            buffers.Rewards[1 - _player] = 1;
            buffers.Rewards[_player] = -1;
            buffers.Terminated.Fill(true);
        }

        Write(buffers);
    }

    private void Write(StepBuffers buffers)
    {
        buffers.State[0] = _left;
        for (var player = 0; player < 2; player++)
        {
            ((DiscreteSpace)Spec.ObservationSpaces[player]).Encode(_left, buffers.Observation(player));
            for (var action = 0; action < 3; action++) buffers.Mask(player)[action] = action < Math.Max(_left, 1);
        }

        buffers.Acting[_player] = true;
    }
}

/// <summary>
/// Two agents act together, with unequal observations and actions: both earn the sum of their actions; the second retires when it plays 1, the first goes on to
/// the step limit. Candidates are offered: as many as steps have passed, up to two.
/// </summary>
internal sealed class Errands(int maxSteps = 4) : EnvironmentBase(new EnvironmentSpec
{
    Name = "Errands",
    AgentCount = 2,
    ObservationSpaces = [new BoxSpace(0, 1, 3), new DiscreteSpace(2)],
    ActionSpaces = [new DiscreteSpace(3), new DiscreteSpace(2)],
    CandidateCount = 2,
    CandidateSize = 2,
    MaxSteps = maxSteps,
})
{
    private RandomStream _random = new(0);

    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        _random = random;
        Write(buffers);
    }

    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        float sum = 0;
        for (var agent = 0; agent < 2; agent++) sum += IsActing(agent) ? actions[agent] : 0;
        for (var agent = 0; agent < 2; agent++) buffers.Rewards[agent] = IsActing(agent) ? sum : 0;
        if (IsActing(1) && actions[1] == 1) buffers.Terminated[1] = true;
        buffers.CandidateCount = Math.Min(StepCount + 1, 2);
        buffers.Candidates.Fill(StepCount);
        Write(buffers);
    }

    private void Write(StepBuffers buffers)
    {
        Spec.ObservationSpaces[0].Sample(_random, buffers.Observation(0));
        if (!HasEnded(1)) Spec.ObservationSpaces[1].Sample(_random, buffers.Observation(1)[..2]);
    }
}

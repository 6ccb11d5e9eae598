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

/// <summary>
/// Three unlike agents act together under masks that change at every step; each earns a number of its own that depends on all actions, and each may end at any time:
/// terminated by chance, or truncated with the rest.
/// </summary>
internal sealed class Crowd(int maxSteps = 12) : EnvironmentBase(new EnvironmentSpec
{
    Name = "Crowd",
    AgentCount = 3,
    ObservationSpaces = [new BoxSpace(0, 1, 2), new DiscreteSpace(4), new MultiBinarySpace(3)],
    ActionSpaces = [new DiscreteSpace(2), new DiscreteSpace(4), new DiscreteSpace(3)],
    StateSize = 2,
    CandidateCount = 1,
    CandidateSize = 1,
    MaxSteps = maxSteps,
})
{
    private RandomStream _random = new(0);
    private int _sum;

    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        (_random, _sum) = (random, 0);
        Write(buffers);
    }

    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        for (var agent = 0; agent < 3; agent++)
            if (IsActing(agent)) _sum = 7 * _sum % 100 + actions[agent];
        for (var agent = 0; agent < 3; agent++)
        {
            if (!IsActing(agent)) continue;
            buffers.Rewards[agent] = 0.1f * (_sum + agent);
            buffers.Terminated[agent] = _random.Next(8) == 0;
        }

        Write(buffers);
    }

    private void Write(StepBuffers buffers)
    {
        (buffers.State[0], buffers.State[1]) = (_sum, StepCount);
        (buffers.CandidateCount, buffers.Candidates[0]) = (1, _sum);
        for (var agent = 0; agent < 3; agent++)
        {
            if (HasEnded(agent)) continue;
            var space = Spec.ObservationSpaces[agent];
            space.Sample(_random, buffers.Observation(agent)[..space.FlatSize]);
            var mask = buffers.Mask(agent)[..Spec.ActionSpaces[agent].Count];
            foreach (ref var legal in mask) legal = _random.Next(2) == 0;
            mask[_random.Next(mask.Length)] = true;
        }
    }
}

using System.Runtime.CompilerServices;

namespace MarlRec.Environments.Checking;

/// <summary>Looks at what each call delivered.</summary>
internal sealed class StepWatch(StepBuffers buffers, ulong seed, ViolationList violations)
{
    private readonly EnvironmentSpec _spec = buffers.Spec;
    private readonly bool[] _ended = new bool[buffers.Spec.AgentCount];
    private readonly bool[] _terminated = new bool[buffers.Spec.AgentCount];
    private int _step;

    internal void AfterReset()
    {
        _step = 0;
        Require(!buffers.Terminated.Contains(true) && !buffers.Truncated.Contains(true), EnvironmentRule.EndedAgents, "an agent has ended already");
        Require(!buffers.Rewards.ContainsAnyExcept(0f), EnvironmentRule.FiniteNumbers, "a reward is not 0");
        Look();
    }

    internal void AfterStep(int step)
    {
        _step = step;
        for (var agent = 0; agent < _ended.Length; agent++)
        {
            if (!_ended[agent]) continue;
            Require(buffers.Terminated[agent] | buffers.Truncated[agent], EnvironmentRule.EndedAgents, $"agent {agent} has ended and returns");
            Require(buffers.Terminated[agent] == _terminated[agent], EnvironmentRule.EndedAgents, $"agent {agent} has ended and its end changes between terminated and truncated");
            Require(buffers.Rewards[agent] == 0, EnvironmentRule.EndedAgents, $"agent {agent} has ended and earns {buffers.Rewards[agent]}");
            Require(!buffers.Observation(agent).ContainsAnyExcept(0f), EnvironmentRule.EndedAgents, $"agent {agent} has ended and its observation is not zero");
            Require(!buffers.Mask(agent).Contains(true), EnvironmentRule.EndedAgents, $"agent {agent} has ended and has a legal action");
        }

        Look();
        if (_spec.MaxSteps is { } limit)
            Require(step < limit || buffers.IsEpisodeOver, EnvironmentRule.StepLimit, $"the limit of {limit} steps is reached and the episode is not over");
    }

    private void Look()
    {
        Finite(buffers.Rewards, "rewards");
        Finite(buffers.State, "state");
        Finite(buffers.Candidates[..(buffers.CandidateCount * _spec.CandidateSize)], "candidates");
        for (var agent = 0; agent < _ended.Length; agent++)
        {
            if (!_ended[agent]) LookAtLive(agent);
            if (!_ended[agent]) _terminated[agent] = buffers.Terminated[agent];
            _ended[agent] |= buffers.Terminated[agent] | buffers.Truncated[agent];
            Require(!(_ended[agent] && buffers.Acting[agent]), EnvironmentRule.Acting, $"agent {agent} has ended and acts");
            Require(_ended[agent] || _spec.TurnBased || buffers.Acting[agent], EnvironmentRule.Acting, $"agent {agent} is live and does not act, though there are no turns");
        }

        Require(buffers.IsEpisodeOver || buffers.Acting.Contains(true), EnvironmentRule.Acting, "nobody acts and the episode is not over");
    }

    private void LookAtLive(int agent)
    {
        var size = _spec.ObservationSpaces[agent].FlatSize;
        var observation = buffers.Observation(agent);
        if (!_spec.ObservationSpaces[agent].Contains(observation[..size]))
            Require(false, EnvironmentRule.Observations, $"the observation of agent {agent} is not in {_spec.ObservationSpaces[agent]}");
        Require(!observation[size..].ContainsAnyExcept(0f), EnvironmentRule.Observations, $"behind the observation of agent {agent} is not zero");
        var actions = _spec.ActionSpaces[agent].Count;
        var mask = buffers.Mask(agent);
        Require(!buffers.Acting[agent] || mask[..actions].Contains(true), EnvironmentRule.Masks, $"agent {agent} acts and has no legal action");
        Require(!mask[actions..].Contains(true), EnvironmentRule.Masks, $"agent {agent} has {actions} actions and a legal one behind them");
    }

    private void Finite(ReadOnlySpan<float> values, string what)
    {
        for (var i = 0; i < values.Length; i++)
            Require(float.IsFinite(values[i]), EnvironmentRule.FiniteNumbers, $"{what}[{i}] is {values[i]}");
    }

    private void Require(bool condition, EnvironmentRule rule, string message)
    {
        if (!condition) violations.Add(rule, $"Seed {seed}, {(_step == 0 ? "reset" : $"step {_step}")}: {message}.");
    }

    private void Require(bool condition, EnvironmentRule rule, [InterpolatedStringHandlerArgument(nameof(condition))] ref RequirementMessage message)
    {
        if (!condition) Require(false, rule, message.ToStringAndClear());
    }
}

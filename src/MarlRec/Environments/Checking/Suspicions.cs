namespace MarlRec.Environments.Checking;

/// <summary>Gathers over all episodes what is legal one by one and suspicious when it is all there is.</summary>
internal sealed class Suspicions(EnvironmentSpec spec)
{
    private readonly bool[] _saw = new bool[spec.AgentCount];
    private readonly SortedDictionary<EnvironmentConcern, string> _found = [];
    private bool _stateMoved;
    private bool _earned;
    private bool _atLimit;
    private bool _truncatedAtLimit;

    /// <summary>Looks at what a reset (step 0) or a step has delivered.</summary>
    internal void Look(StepBuffers buffers, int step, ulong seed)
    {
        for (var agent = 0; agent < _saw.Length; agent++) _saw[agent] |= buffers.Observation(agent).ContainsAnyExcept(0f);
        _stateMoved |= buffers.State.ContainsAnyExcept(0f);
        _earned |= buffers.Rewards.ContainsAnyExcept(0f);
        if (step == 1 && spec.MaxSteps != 1 && buffers.Truncated.Contains(true)) Add(EnvironmentConcern.TruncatedAtOnce, $"Seed {seed}: an agent is truncated by the first step.");
        if (step != spec.MaxSteps) return;
        _atLimit = true;
        _truncatedAtLimit |= buffers.Truncated.Contains(true);
    }

    internal void EndOfPlay(StepBuffers buffers, int steps, ulong seed)
    {
        if (!buffers.IsEpisodeOver && spec.MaxSteps is null) Add(EnvironmentConcern.Endless, $"Seed {seed}: the episode is not over after {steps} steps, and the spec has no step limit.");
    }

    internal void SeedIsIgnored() => Add(EnvironmentConcern.SeedIgnored, "Resets with different seeds and the same actions give the same episode.");

    internal IReadOnlyList<EnvironmentWarning> Report()
    {
        for (var agent = 0; agent < _saw.Length; agent++)
        {
            if (!_saw[agent]) Add(EnvironmentConcern.ZeroObservations, $"The observations of agent {agent} were all zero.");
            LookAt(spec.ObservationSpaces[agent], agent);
        }

        if (spec.StateSize > 0 && !_stateMoved) Add(EnvironmentConcern.ZeroState, "The global state was all zero.");
        if (!_earned) Add(EnvironmentConcern.NoRewards, "No agent earned anything in any step.");
        if (_atLimit && !_truncatedAtLimit) Add(EnvironmentConcern.TerminatedAtLimit, $"Episodes that reached the limit of {spec.MaxSteps} steps were terminated, never truncated.");
        return [.. _found.Select(pair => new EnvironmentWarning(pair.Key, pair.Value))];
    }

    private void LookAt(Space space, int agent)
    {
        if (space is CompositeSpace composite)
        {
            foreach (var part in composite.Parts) LookAt(part, agent);
            return;
        }

        if (space is not BoxSpace box) return;
        if (!box.IsBounded) Add(EnvironmentConcern.UnboundedObservations, $"Agent {agent} observes a {box} with infinite bounds.");
        for (var i = 0; i < box.FlatSize; i++)
            if (box.Low[i] == box.High[i]) Add(EnvironmentConcern.FixedObservations, $"Agent {agent} observes a {box} whose bounds at {i} are equal.");
    }

    private void Add(EnvironmentConcern concern, string message) => _found.TryAdd(concern, message);
}

using System.Globalization;
using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning.Deep;

/// <summary>Which agents use which network: all one network that also sees who asks, or each its own.</summary>
internal sealed class AgentGroups
{
    private readonly int _observationSize, _actionCount;
    private readonly bool _shared;

    internal AgentGroups(EnvironmentSpec spec, bool shared)
    {
        (Agents, _observationSize, _actionCount, _shared) = (spec.AgentCount, spec.ObservationSize, spec.ActionCount, shared);
        Count = shared ? 1 : Agents;
        InputSize = _observationSize + (shared && Agents > 1 ? Agents : 0);
    }

    internal int Agents { get; }

    internal int Count { get; }

    /// <summary>The observation, and one-hot who asks where several agents share a network.</summary>
    internal int InputSize { get; }

    internal int Of(int agent) => _shared ? 0 : agent;

    internal void WriteInput(int agent, ReadOnlySpan<float> observation, Span<float> input)
    {
        observation.CopyTo(input);
        if (InputSize == _observationSize) return;
        input[_observationSize..].Clear();
        input[_observationSize + agent] = 1;
    }

    internal void CheckFits(EnvironmentSpec spec, string name)
    {
        if (spec.AgentCount == Agents && spec.ObservationSize == _observationSize && spec.ActionCount == _actionCount) return;
        throw new ArgumentException(
            $"The policy is for {Agents} agents, {_observationSize} observed numbers and {_actionCount} actions, but {spec.Name} has {spec.AgentCount}, {spec.ObservationSize} and {spec.ActionCount}.", name);
    }

    internal ActorCriticNetwork[] Build(IReadOnlyList<int> hidden, RandomStream random)
    {
        var networks = new ActorCriticNetwork[Count];
        for (var g = 0; g < Count; g++) networks[g] = new ActorCriticNetwork(InputSize, _actionCount, hidden, random.Fork("network", g));
        return networks;
    }

    internal static string Name(string prefix, int group) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{group}.");
}

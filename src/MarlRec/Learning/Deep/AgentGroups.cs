using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Learning.Deep;

/// <summary>Which agents use which network: all one network that also sees who asks, or each its own.</summary>
internal sealed class AgentGroups
{
    private readonly int _agents, _observationSize;
    private readonly bool _shared;

    internal AgentGroups(int agents, int observationSize, bool shared)
    {
        (_agents, _observationSize, _shared) = (agents, observationSize, shared);
        Count = shared ? 1 : agents;
        InputSize = observationSize + (shared && agents > 1 ? agents : 0);
    }

    internal int Agents => _agents;

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

    internal ActorCriticNetwork[] Build(int actions, IReadOnlyList<int> hidden, RandomStream random)
    {
        var networks = new ActorCriticNetwork[Count];
        for (var g = 0; g < Count; g++) networks[g] = new ActorCriticNetwork(InputSize, actions, hidden, random.Fork("network", g));
        return networks;
    }

    internal static string Name(string prefix, int group) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{group}.");
}

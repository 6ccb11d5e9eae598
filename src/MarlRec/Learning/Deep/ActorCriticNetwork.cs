using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Learning.Deep;

/// <summary>An actor and a critic without common layers: tanh networks from an observation to K logits and to one value.</summary>
internal sealed class ActorCriticNetwork : Module
{
    // Small output weights start the policy near uniform, whatever the observation's scale.
    private const float OutputScale = 0.01f;

    internal ActorCriticNetwork(int inputs, int actions, IReadOnlyList<int> hidden, RandomStream random)
    {
        Actor = Register("actor", Build(inputs, actions, hidden, OutputScale, random.Fork("actor")));
        Critic = Register("critic", Build(inputs, 1, hidden, 1, random.Fork("critic")));
    }

    /// <summary>[N, inputs] to logits[N, K].</summary>
    internal Sequential Actor { get; }

    /// <summary>[N, inputs] to values[N, 1].</summary>
    internal Sequential Critic { get; }

    internal void CopyTo(ActorCriticNetwork other)
    {
        var (from, to) = (NamedParameters(), other.NamedParameters());
        for (var i = 0; i < from.Count; i++) from[i].Parameter.Value.Span.CopyTo(to[i].Parameter.Value.Span);
    }

    private static Sequential Build(int inputs, int outputs, IReadOnlyList<int> hidden, float outputScale, RandomStream random)
    {
        var layers = new List<ISequentialLayer>();
        for (var i = 0; i < hidden.Count; i++)
        {
            layers.Add(new Linear(i == 0 ? inputs : hidden[i - 1], hidden[i], random.Fork("layer", i)));
            layers.Add(new Activation(ActivationKind.Tanh));
        }

        var output = new Linear(hidden.Count == 0 ? inputs : hidden[^1], outputs, random.Fork("output"));
        foreach (ref var weight in output.Weight.Value.Span) weight *= outputScale;
        layers.Add(output);
        return new Sequential([.. layers]);
    }
}

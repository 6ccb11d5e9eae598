using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Slates;

/// <summary>What a <see cref="SlateActorCritic"/> trains, and what trains it. Thread safety: <em>single owner</em>.</summary>
internal sealed class SlateActorCriticParts
{
    private const string ActorName = "actor.";
    private const string ActorOptimizerName = "actor-optimizer.";
    private const string PairOptimizerName = "pair-optimizer.";
    private const string CriticName = "critic.";
    private const string CriticOptimizerName = "critic-optimizer.";

    internal SlateActorCriticParts(SlateLayout layout, SlotTeamOptions options, RandomStream random)
    {
        Network = new SlotTeamNetwork(layout, options.HiddenSize, random.Fork("actor"));
        Critic = new SlateCritic(layout.ContextSize, options.HiddenSize, random.Fork("critic"));
        var pair = Network.Pair.Weight;
        ActorOptimizer = new Adam([.. Network.NamedParameters().Where(named => named.Parameter != pair)], new AdamOptions { LearningRate = options.LearningRate });
        PairOptimizer = new Adam([("pair", pair)], new AdamOptions { LearningRate = options.PairLearningRate });
        CriticOptimizer = new Adam(Critic.NamedParameters(), new AdamOptions { LearningRate = options.CriticLearningRate });
    }

    internal SlotTeamNetwork Network { get; }

    internal SlateCritic Critic { get; }

    internal Adam ActorOptimizer { get; }

    internal Adam PairOptimizer { get; }

    internal Adam CriticOptimizer { get; }

    internal void ExportState(IDictionary<string, FloatTensor> into, string prefix)
    {
        Network.ExportState(into, prefix + ActorName);
        ActorOptimizer.ExportState(into, prefix + ActorOptimizerName);
        PairOptimizer.ExportState(into, prefix + PairOptimizerName);
        Critic.ExportState(into, prefix + CriticName);
        CriticOptimizer.ExportState(into, prefix + CriticOptimizerName);
    }

    internal void ImportState(IReadOnlyDictionary<string, FloatTensor> from, string prefix)
    {
        Network.ImportState(from, prefix + ActorName);
        ActorOptimizer.ImportState(from, prefix + ActorOptimizerName);
        PairOptimizer.ImportState(from, prefix + PairOptimizerName);
        Critic.ImportState(from, prefix + CriticName);
        CriticOptimizer.ImportState(from, prefix + CriticOptimizerName);
    }
}

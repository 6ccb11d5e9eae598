namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>Episodes of a team, drawn at random and all of full length: what QMIX learns from.</summary>
internal sealed class EpisodeBatch
{
    internal EpisodeBatch()
    {
        var random = Draws.Stream("qmix");
        Observations = Draws.Tensor(random, TeamShape.Sequences, TeamShape.Steps + 1, TeamShape.Observations).Span.ToArray();
        States = Draws.Tensor(random, TeamShape.Episodes, TeamShape.Steps + 1, TeamShape.State).Span.ToArray();
        Actions = Draws.Ids(random, TeamShape.Sequences * TeamShape.Steps, 0, TeamShape.Actions);
        Rewards = Draws.Tensor(random, TeamShape.Episodes, TeamShape.Steps).Span.ToArray();
        Terminated = new float[Rewards.Length];
        for (var episode = 1; episode <= TeamShape.Episodes; episode++) Terminated[episode * TeamShape.Steps - 1] = 1;
    }

    /// <summary>[episode, agent, step 0…T, 42].</summary>
    internal float[] Observations { get; }

    /// <summary>[episode, step 0…T, 48].</summary>
    internal float[] States { get; }

    /// <summary>[episode, agent, step 0…T − 1].</summary>
    internal int[] Actions { get; }

    /// <summary>[episode, step 0…T − 1].</summary>
    internal float[] Rewards { get; }

    /// <summary>[episode, step 0…T − 1]: 1 at the last step.</summary>
    internal float[] Terminated { get; }
}

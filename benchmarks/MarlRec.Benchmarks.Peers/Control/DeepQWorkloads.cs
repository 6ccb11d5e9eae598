using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>A deep Q-network: choosing the best action of one observation, and an update (sample 128 transitions, target, loss, backward, Adam).</summary>
internal static class DeepQWorkloads
{
    internal static IEnumerable<Workload> All =>
    [
        new("dqn act", Scale.Microseconds(), new Cost(2 * CartPoleShape.MultiplyAdds, 4 * CartPoleShape.MultiplyAdds, MemoryLevel.SecondLevel, "2·Σ I·O operations, 4·Σ I·O bytes of weights"), OpenAct),
        new("dqn step", Scale.Microseconds(), Cost.OfFlops(4 * ReplayBatch.Size * 2 * CartPoleShape.MultiplyAdds, "4·B·2·Σ I·O: target and own network forward, twice that backward"), OpenStep),
    ];

    private static Contest OpenAct(ComputeContext context)
    {
        var (mine, theirs) = Agents(context);
        mine.Freeze();
        float[] observation = [0.02f, -0.3f, 0.04f, 0.25f];
        for (var i = 0; i < 100; i++)
        {
            observation[i % 4] += 0.07f * (i % 7 - 3);
            if (mine.Act(observation) != theirs.Act(observation)) throw new DisagreementException($"Observation {i} has two best actions.");
        }

        return new Contest(() => mine.Act(observation), [new Contender("torchsharp", () => theirs.Act(observation), Lingers.OpenMP)], theirs);
    }

    private static Contest OpenStep(ComputeContext context)
    {
        var (mine, theirs) = Agents(context);
        // The losses of several steps agree only if gradients and updates do, too.
        for (var step = 0; step < 5; step++) Agreement.Require($"loss of step {step}", [mine.Train()], [theirs.Loss()], 1e-5);
        return new Contest(() => mine.Train(), [new Contender("torchsharp", theirs.Train, Lingers.OpenMP)], theirs);
    }

    private static (MarlRecCartPoleAgent Mine, TorchCartPoleAgent Theirs) Agents(ComputeContext context)
    {
        var random = Draws.Stream("dqn");
        var mine = new MarlRecCartPoleAgent(context, random, new ReplayMemory(random));
        return (mine, new TorchCartPoleAgent(mine, new ReplayMemory(random)));
    }
}

using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>An update of a team by QMIX: own and target networks over whole episodes, mixing, loss, backward, clipping, Adam.</summary>
internal static class TeamWorkloads
{
    internal static IEnumerable<Workload> All => [new("qmix step", Scale.Milliseconds(), TeamShape.Cost, Open)];

    private static Contest Open(ComputeContext context)
    {
        var weights = new SeededWeights(Draws.Stream("qmix weights"));
        var batch = new EpisodeBatch();
        var mine = new MarlRecTeam(context, weights, batch);
        var theirs = new TorchTeam(weights, batch);
        // The losses of several steps agree only if gradients and updates do, too.
        for (var step = 0; step < 5; step++) Agreement.Require($"loss of step {step}", [mine.Train()], [theirs.Loss()], 1e-5);
        return new Contest(() => mine.Train(), [new Contender("torchsharp", theirs.Train, Lingers.OpenMP)], theirs);
    }
}

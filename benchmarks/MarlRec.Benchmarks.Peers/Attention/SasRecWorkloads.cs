using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>A training step of SASRec: forward, loss, backward, Adam with β₂ 0.98.</summary>
internal static class SasRecWorkloads
{
    internal static IEnumerable<Workload> All =>
    [
        Make("sasrec bce L50", new SasRecShape(3416, 50, AgainstAll: false)),
        Make("sasrec bce L50 dropout", new SasRecShape(3416, 50, AgainstAll: false, Dropout: 0.2)),
        Make("sasrec bce L200", new SasRecShape(3416, 200, AgainstAll: false)),
        Make("sasrec softmax V3416 L50", new SasRecShape(3416, 50, AgainstAll: true)),
        Make("sasrec softmax V3416 L200", new SasRecShape(3416, 200, AgainstAll: true)),
        Make("sasrec softmax V10000 L50", new SasRecShape(10_000, 50, AgainstAll: true)),
        Make("sasrec softmax V10000 L200", new SasRecShape(10_000, 200, AgainstAll: true)),
    ];

    private static Workload Make(string name, SasRecShape shape) => new(name, Scale.Rate("seq/s", SasRecShape.Batch), shape.Cost, context => Open(context, shape));

    private static Contest Open(ComputeContext context, SasRecShape shape)
    {
        var weights = new SeededWeights(Draws.Stream("sasrec weights"));
        var batch = new SasRecBatch(shape);
        var mine = new MarlRecSasRec(context, shape, batch, weights);
        var theirs = new TorchSasRec(shape, batch, weights);
        // The losses of several steps agree only if gradients and updates do, too. What is dropped differs.
        for (var step = 0; step < 3 && shape.Dropout == 0; step++) Agreement.Require($"loss of step {step}", [mine.Train()], [theirs.Loss()], 1e-4);
        return new Contest(() => mine.Train(), [new Contender("torchsharp", theirs.Train, Lingers.OpenMP)], theirs);
    }
}

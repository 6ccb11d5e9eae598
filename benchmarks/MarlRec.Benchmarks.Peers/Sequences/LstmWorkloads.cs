using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Benchmarks.Peers.Native;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Peers.Sequences;

/// <summary>An LSTM that classifies texts: a training step (forward, backward, Adam), and inference on one text and on 32.</summary>
internal static class LstmWorkloads
{
    internal static IEnumerable<Workload> All =>
    [
        new("lstm train b32", Scale.Rate("samples/s", 32), TextShape.Training(32), context => Open(context, 32, train: true)),
        new("lstm infer b1", Scale.Rate("samples/s", 1), TextShape.Inference(1), context => Open(context, 1, train: false)),
        new("lstm infer b32", Scale.Rate("samples/s", 32), TextShape.Inference(32), context => Open(context, 32, train: false)),
    ];

    private static Contest Open(ComputeContext context, int batch, bool train)
    {
        var random = Draws.Stream("lstm");
        var ids = Draws.Ids(random, batch * TextShape.Time, 0, TextShape.Words);
        float[] targets = [.. Draws.Ids(random, batch, 0, 2)];
        var mine = new MarlRecTextClassifier(context, random, ids, targets);
        var theirs = new TorchTextClassifier(mine, ids, targets);

        Agreement.Require("probabilities", mine.Infer(), theirs.Infer(), 1e-5);
        if (!train)
        {
            mine.Freeze();
            return new Contest(() => mine.Infer(), [new Contender("torchsharp", () => theirs.Infer(), Lingers.OpenMP)], theirs);
        }

        Agreement.Require("loss", [mine.Backward()], [theirs.Loss()], 1e-5);
        Agreement.Require("gradient of hidden weights", mine.Lstm.HiddenWeight.Gradient.Span, TorchTensors.Values(theirs.HiddenWeight.grad!), 1e-6);
        return new Contest(mine.Train, [new Contender("torchsharp", theirs.Train, Lingers.OpenMP)], theirs);
    }
}

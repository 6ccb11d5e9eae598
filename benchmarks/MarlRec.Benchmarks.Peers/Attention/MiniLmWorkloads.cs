using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>Turning texts of 128 tokens into vectors with a transformer of MiniLM's shape: one text, and 32 together.</summary>
internal static class MiniLmWorkloads
{
    internal static IEnumerable<Workload> All => [Make("minilm b1", 1), Make("minilm b32", 32)];

    private static Workload Make(string name, int batch) => new(name, Scale.Milliseconds(), MiniLmShape.Cost(batch), context => Open(context, batch));

    private static Contest Open(ComputeContext context, int batch)
    {
        var weights = new SeededWeights(Draws.Stream("minilm weights"));
        var ids = Draws.Ids(Draws.Stream("minilm"), batch * MiniLmShape.Time, 0, MiniLmShape.Words);
        var mine = new MarlRecMiniLm(context, weights, ids);
        var torch = new TorchMiniLm(weights, ids);
        var onnx = new OnnxMiniLm(weights, ids, context.DegreeOfParallelism);

        Agreement.Require("vectors, TorchSharp", mine.Encode(), torch.Encode(), 1e-4);
        Agreement.Require("vectors, OnnxRuntime", mine.Encode(), onnx.Encode(), 1e-4);
        Contender[] peers = [new("torchsharp", () => torch.Encode(), Lingers.OpenMP), new("onnxruntime", () => onnx.Encode(), Lingers.OnnxRuntime)];
        return new Contest(() => mine.Encode(), peers, torch, onnx);
    }
}

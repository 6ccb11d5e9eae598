using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Benchmarks.Peers.Native;
using MarlRec.Execution;
using MarlRec.Recommenders.Retrieval;
using TorchSharp;

namespace MarlRec.Benchmarks.Peers.Retrieval;

/// <summary>Exact search for the largest inner products. The peer multiplies everything and then selects: libtorch has no fused search.</summary>
internal static class RetrievalWorkloads
{
    internal static IEnumerable<Workload> All =>
    [
        Make("top100 1M float", new RetrievalShape(1_000_000, 1, false)),
        Make("top100 1M int8", new RetrievalShape(1_000_000, 1, true)),
        Make("top100 1M 32 queries", new RetrievalShape(1_000_000, 32, false)),
        Make("top100 10k", new RetrievalShape(10_000, 1, false)),
    ];

    private static Workload Make(string name, RetrievalShape shape) => new(name, Scale.Milliseconds(shape.Queries), shape.Cost, context => Open(context, shape));

    private static Contest Open(ComputeContext context, RetrievalShape shape)
    {
        var random = Draws.Stream("retrieval");
        var table = Draws.Tensor(random, shape.Items, RetrievalShape.Size);
        var queries = Draws.Tensor(random, shape.Queries, RetrievalShape.Size);
        var index = new InnerProductIndex(table, shape.Quantised, context);
        var items = new int[shape.Queries * RetrievalShape.Best];
        var scores = new float[items.Length];
        var theirTable = TorchTensors.Of(table.Span, shape.Items, RetrievalShape.Size);
        var theirQueries = TorchTensors.Of(queries.Span, shape.Queries, RetrievalShape.Size);
        var theirQuery = theirQueries.select(0, 0);

        Mine();
        using (var scope = torch.NewDisposeScope()) Agreement.Require("scores", scores, TorchTensors.Values(Theirs()), 1e-5);
        return new Contest(Mine, [new Contender("torchsharp", Search, Lingers.OpenMP)], theirTable, theirQueries, theirQuery);

        void Mine()
        {
            if (shape.Queries == 1) index.Search(queries.Span, items, scores);
            else index.SearchMany(queries.Span, shape.Queries, items, scores);
        }

        void Search()
        {
            using var scope = torch.NewDisposeScope();
            using var mode = torch.inference_mode();
            Theirs();
        }

        torch.Tensor Theirs()
        {
            var all = shape.Queries == 1 ? torch.mv(theirTable, theirQuery) : torch.matmul(theirQueries, theirTable.t());
            return all.topk(RetrievalShape.Best).values;
        }
    }
}

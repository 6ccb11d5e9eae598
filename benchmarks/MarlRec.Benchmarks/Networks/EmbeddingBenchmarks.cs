using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Networks;

/// <summary>6,400 rows of a table of 64 columns, and their gradients added into the table's.</summary>
[MemoryDiagnoser]
public class EmbeddingBenchmarks : TapeBenchmark
{
    private Embedding _table = null!;
    private int[] _ids = [];

    /// <summary>V.</summary>
    [Params(3416, 1_000_000)]
    public int Rows { get; set; }

    private protected override void Prepare(RandomStream random, ComputeContext context)
    {
        _table = new Embedding(Rows, 64, random, rowSparse: true);
        _ids = Filling.Ids(random, 128 * 50, Rows);
    }

    private protected override Variable Forward(Tape tape) => _table.Forward(tape, _ids, 128, 50);
}

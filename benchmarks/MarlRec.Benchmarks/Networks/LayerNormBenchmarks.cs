using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Networks;

/// <summary>Layer norm of 6,400 rows: 128 histories of 50 items.</summary>
[MemoryDiagnoser]
public class LayerNormBenchmarks : TapeBenchmark
{
    private Parameter _x = null!, _gain = null!, _bias = null!;

    /// <summary>D.</summary>
    [Params(64, 384)]
    public int Size { get; set; }

    private protected override void Prepare(RandomStream random, ComputeContext context)
    {
        _x = new Parameter(Filling.Normal(random, 6400, Size));
        _gain = Filling.Weight(random, Size);
        _bias = Filling.Weight(random, Size);
    }

    private protected override Variable Forward(Tape tape) => tape.LayerNorm(tape.Parameter(_x), tape.Parameter(_gain), tape.Parameter(_bias));
}

using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Networks;

/// <summary>The next item among all, at 6,400 positions of 64 columns; logits never exist all at once.</summary>
[MemoryDiagnoser]
public class SoftmaxCrossEntropyBenchmarks : TapeBenchmark
{
    private Parameter _hidden = null!, _table = null!;
    private int[] _targets = [];

    /// <summary>V.</summary>
    [Params(3416, 10_000)]
    public int Items { get; set; }

    private protected override void Prepare(RandomStream random, ComputeContext context)
    {
        _hidden = new Parameter(Filling.Normal(random, 6400, 64));
        _table = Filling.Weight(random, Items, 64);
        _targets = Filling.Ids(random, 6400, Items);
    }

    private protected override Variable Forward(Tape tape) => tape.SoftmaxCrossEntropy(tape.Parameter(_hidden), tape.Parameter(_table), null, _targets);
}

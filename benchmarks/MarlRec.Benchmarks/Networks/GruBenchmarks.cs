using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Networks;

/// <summary>A gated recurrent unit over whole sequences of 200 steps, 64 to 128.</summary>
[MemoryDiagnoser]
public class GruBenchmarks : TapeBenchmark
{
    private const int Time = 200;

    private Gru _gru = null!;
    private Parameter _x = null!;
    private int[] _lengths = [];

    /// <summary>B.</summary>
    [Params(1, 32)]
    public int Batch { get; set; }

    private protected override void Prepare(RandomStream random, ComputeContext context)
    {
        _gru = new Gru(64, 128, random);
        _x = new Parameter(Filling.Normal(random, Batch, Time, 64));
        _lengths = [.. Enumerable.Repeat(Time, Batch)];
    }

    private protected override Variable Forward(Tape tape) => _gru.Forward(tape, tape.Parameter(_x), _lengths);
}

using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Networks;

/// <summary>An LSTM over whole sequences of 200 steps, 64 to 128.</summary>
[MemoryDiagnoser]
public class LstmBenchmarks : TapeBenchmark
{
    private const int Time = 200;

    private Lstm _lstm = null!;
    private Parameter _x = null!;
    private int[] _lengths = [];

    /// <summary>B.</summary>
    [Params(1, 32)]
    public int Batch { get; set; }

    private protected override void Prepare(RandomStream random, ComputeContext context)
    {
        _lstm = new Lstm(64, 128, random);
        _x = new Parameter(Filling.Normal(random, Batch, Time, 64));
        _lengths = [.. Enumerable.Repeat(Time, Batch)];
    }

    private protected override Variable Forward(Tape tape) => _lstm.Forward(tape, tape.Parameter(_x), _lengths);
}

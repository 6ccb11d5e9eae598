using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Networks;

/// <summary>An operation on a tape, forward alone and with its backward twin, on one thread and on two.</summary>
public abstract class TapeBenchmark
{
    private ComputeContext _context = null!;
    private Tape _training = null!, _inference = null!;

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Degree { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _context = Filling.Context(Degree);
        _training = new Tape(_context);
        _inference = new Tape(_context, recording: false);
        Prepare(new RandomStream(1), _context);
    }

    [GlobalCleanup]
    public void Cleanup() => _context.Dispose();

    [Benchmark]
    public float Infer()
    {
        _inference.Reset();
        return Forward(_inference).Value[0];
    }

    [Benchmark]
    public float Train()
    {
        _training.Reset();
        var result = Forward(_training);
        _training.Backward(result.Shape.Length == 1 ? result : _training.Mean(result));
        return result.Value[0];
    }

    /// <summary>Draws parameters and data.</summary>
    private protected abstract void Prepare(RandomStream random, ComputeContext context);

    private protected abstract Variable Forward(Tape tape);
}

using BenchmarkDotNet.Attributes;
using MarlRec.Benchmarks.Peers;
using MarlRec.Benchmarks.Peers.Attention;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Workloads;

/// <summary>An update of SASRec on 128 histories: against one drawn item a position, or against all.</summary>
[MemoryDiagnoser]
public class SasRecBenchmarks
{
    private ComputeContext _context = null!;
    private MarlRecSasRec _model = null!;

    /// <summary>L.</summary>
    [Params(50, 200)]
    public int Time { get; set; }

    /// <summary>Softmax over all 3,416 items.</summary>
    [Params(false, true)]
    public bool AgainstAll { get; set; }

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Degree { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _context = Filling.Context(Degree);
        var shape = new SasRecShape(3416, Time, AgainstAll);
        _model = new MarlRecSasRec(_context, shape, new SasRecBatch(shape), new SeededWeights(Draws.Stream("sasrec weights")));
    }

    [GlobalCleanup]
    public void Cleanup() => _context.Dispose();

    [Benchmark]
    public float Step() => _model.Train();
}

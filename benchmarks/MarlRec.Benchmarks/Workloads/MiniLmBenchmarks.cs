using BenchmarkDotNet.Attributes;
using MarlRec.Benchmarks.Peers;
using MarlRec.Benchmarks.Peers.Attention;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Workloads;

/// <summary>Texts of 128 tokens into vectors, by six layers of 384.</summary>
[MemoryDiagnoser]
public class MiniLmBenchmarks
{
    private ComputeContext _context = null!;
    private MarlRecMiniLm _model = null!;

    /// <summary>B.</summary>
    [Params(1, 32)]
    public int Batch { get; set; }

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Degree { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _context = Filling.Context(Degree);
        var ids = Draws.Ids(Draws.Stream("minilm"), Batch * MiniLmShape.Time, 0, MiniLmShape.Words);
        _model = new MarlRecMiniLm(_context, new SeededWeights(Draws.Stream("minilm weights")), ids);
    }

    [GlobalCleanup]
    public void Cleanup() => _context.Dispose();

    [Benchmark]
    public float Encode() => _model.Encode()[0];
}

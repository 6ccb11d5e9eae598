using BenchmarkDotNet.Attributes;
using MarlRec.Benchmarks.Peers;
using MarlRec.Benchmarks.Peers.Sequences;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Workloads;

/// <summary>A classifier of texts by an LSTM over 100 words: an update, and inference with weights laid out once.</summary>
[MemoryDiagnoser]
public class TextClassifierBenchmarks
{
    private ComputeContext _context = null!;
    private MarlRecTextClassifier _learning = null!, _inferring = null!;

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
        var random = new RandomStream(1);
        var ids = Draws.Ids(random, Batch * TextShape.Time, 0, TextShape.Words);
        float[] targets = [.. Enumerable.Range(0, Batch).Select(i => i % 2)];
        _learning = new MarlRecTextClassifier(_context, random, ids, targets);
        _inferring = new MarlRecTextClassifier(_context, random, ids, targets);
        _inferring.Freeze();
    }

    [GlobalCleanup]
    public void Cleanup() => _context.Dispose();

    [Benchmark]
    public void Train() => _learning.Train();

    [Benchmark]
    public float Infer() => _inferring.Infer()[0];
}

using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Recommenders.Retrieval;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks.Recommenders;

/// <summary>The best 100 items of 64 numbers each: one query over floats, one with the quantised copy, and 32 together, a query at a time.</summary>
[MemoryDiagnoser]
public class InnerProductIndexBenchmarks
{
    private const int Size = 64;
    private const int Best = 100;
    private const int Queries = 32;

    private readonly int[] _ids = new int[Queries * Best];
    private readonly float[] _scores = new float[Queries * Best];
    private ComputeContext _context = null!;
    private FloatTensor _queries = null!;
    private InnerProductIndex _floats = null!, _quantised = null!;

    /// <summary>V.</summary>
    [Params(10_000, 1_000_000)]
    public int Items { get; set; }

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Degree { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _context = Filling.Context(Degree);
        var random = new RandomStream(1);
        var items = Filling.Normal(random, Items, Size);
        _queries = Filling.Normal(random, Queries, Size);
        _floats = new InnerProductIndex(items, quantise: false, _context);
        _quantised = new InnerProductIndex(items, quantise: true, _context);
    }

    [GlobalCleanup]
    public void Cleanup() => _context.Dispose();

    [Benchmark(Baseline = true)]
    public int Floats() => _floats.Search(_queries.Row(0), _ids.AsSpan(0, Best), _scores.AsSpan(0, Best));

    [Benchmark]
    public int Quantised() => _quantised.Search(_queries.Row(0), _ids.AsSpan(0, Best), _scores.AsSpan(0, Best));

    [Benchmark(OperationsPerInvoke = Queries)]
    public void Together() => _floats.SearchMany(_queries.Span, Queries, _ids, _scores);
}

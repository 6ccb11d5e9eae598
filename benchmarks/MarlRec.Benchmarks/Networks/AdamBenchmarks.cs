using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Networks;

/// <summary>A step of Adam: on all of a table of 100,000 rows of 64, and on the 6,400 rows that a batch touched.</summary>
[MemoryDiagnoser]
public class AdamBenchmarks
{
    private const int Rows = 100_000;

    private ComputeContext _context = null!;
    private Parameter _dense = null!, _sparse = null!;
    private Adam _denseAdam = null!, _sparseAdam = null!;
    private int[] _touched = [];

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Degree { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _context = Filling.Context(Degree);
        var random = new RandomStream(1);
        _dense = new Parameter(Filling.Normal(random, Rows, 64));
        _sparse = new Parameter(Filling.Normal(random, Rows, 64), rowSparse: true);
        _denseAdam = new Adam([("dense", _dense)], context: _context);
        _sparseAdam = new Adam([("sparse", _sparse)], context: _context);
        foreach (ref var value in _dense.Gradient.Span) value = (float)random.NextGaussian();
        _touched = Filling.Ids(random, 6400, Rows);
    }

    [GlobalCleanup]
    public void Cleanup() => _context.Dispose();

    [Benchmark(Baseline = true)]
    public void AllRows() => _denseAdam.Step();

    [Benchmark]
    public void TouchedRows()
    {
        _sparseAdam.ZeroGradients();
        foreach (var row in _touched)
        {
            _sparse.TouchRow(row);
            _sparse.Gradient.Row(row)[0] = 1;
        }

        _sparseAdam.Step();
    }
}

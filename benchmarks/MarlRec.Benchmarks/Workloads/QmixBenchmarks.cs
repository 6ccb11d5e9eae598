using BenchmarkDotNet.Attributes;
using MarlRec.Benchmarks.Peers;
using MarlRec.Benchmarks.Peers.Control;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Workloads;

/// <summary>An update of QMIX: three agents with a GRU of 64, a mixer of 32, 32 episodes of 25 steps.</summary>
[MemoryDiagnoser]
public class QmixBenchmarks
{
    private ComputeContext _context = null!;
    private MarlRecTeam _team = null!;

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Degree { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _context = Filling.Context(Degree);
        _team = new MarlRecTeam(_context, new SeededWeights(Draws.Stream("qmix weights")), new EpisodeBatch());
    }

    [GlobalCleanup]
    public void Cleanup() => _context.Dispose();

    [Benchmark]
    public float Step() => _team.Train();
}

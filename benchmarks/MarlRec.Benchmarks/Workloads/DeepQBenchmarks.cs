using BenchmarkDotNet.Attributes;
using MarlRec.Benchmarks.Peers.Control;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Workloads;

/// <summary>The usual deep Q-network for CartPole, 4-120-84-2: the action for one observation, and an update on 128 remembered transitions.</summary>
[MemoryDiagnoser]
public class DeepQBenchmarks
{
    private readonly float[] _observation = [0.01f, -0.02f, 0.03f, 0.04f];
    private ComputeContext _context = null!;
    private MarlRecCartPoleAgent _acting = null!, _learning = null!;

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Degree { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _context = Filling.Context(Degree);
        var random = new RandomStream(1);
        _acting = new MarlRecCartPoleAgent(_context, random, new ReplayMemory(random));
        _acting.Freeze();
        _learning = new MarlRecCartPoleAgent(_context, random, new ReplayMemory(random));
    }

    [GlobalCleanup]
    public void Cleanup() => _context.Dispose();

    [Benchmark]
    public int Act() => _acting.Act(_observation);

    [Benchmark]
    public float Step() => _learning.Train();
}

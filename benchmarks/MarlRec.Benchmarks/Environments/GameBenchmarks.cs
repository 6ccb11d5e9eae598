using BenchmarkDotNet.Attributes;
using MarlRec.Environments;
using MarlRec.Environments.Extensive;
using MarlRec.Environments.Matrix;
using MarlRec.Execution;
using MarlRec.Learning.Games;

namespace MarlRec.Benchmarks.Environments;

/// <summary>An episode of random play, reset included, and the exact computations on the larger poker game.</summary>
[MemoryDiagnoser]
public class GameBenchmarks
{
    private readonly RandomStream _random = new(1);
    private readonly MatrixGame _matrix = MatrixGames.Climbing();
    private readonly ExtensiveGameEnvironment _kuhn = new ExtensiveGameEnvironment(new KuhnPoker());
    private readonly ExtensiveGameEnvironment _leduc = new ExtensiveGameEnvironment(new LeducPoker());
    private readonly int[] _actions = new int[2];
    private StepBuffers _matrixBuffers = null!, _kuhnBuffers = null!, _leducBuffers = null!;
    private TabularGamePolicy _policy = null!;
    private ulong _seed;

    [GlobalSetup]
    public void Setup()
    {
        _matrixBuffers = new StepBuffers(_matrix.Spec);
        _kuhnBuffers = new StepBuffers(_kuhn.Spec);
        _leducBuffers = new StepBuffers(_leduc.Spec);
        _policy = TabularGamePolicy.Uniform(GameTree.Build(new LeducPoker()));
    }

    /// <summary>25 rounds.</summary>
    [Benchmark]
    public float ClimbingEpisode() => Play(_matrix, _matrixBuffers);

    [Benchmark]
    public float KuhnEpisode() => Play(_kuhn, _kuhnBuffers);

    [Benchmark]
    public float LeducEpisode() => Play(_leduc, _leducBuffers);

    [Benchmark]
    public GameTree LeducTree() => GameTree.Build(new LeducPoker());

    [Benchmark]
    public double[] LeducExpectedReturns() => ExpectedReturns.Of(_policy);

    [Benchmark]
    public double LeducNashConv() => NashConv.Of(_policy);

    private float Play(IEnvironment world, StepBuffers buffers)
    {
        for (world.Reset(_seed++, buffers); !buffers.IsEpisodeOver;)
        {
            for (var agent = 0; agent < 2; agent++)
                if (buffers.Acting[agent]) _actions[agent] = world.Spec.ActionSpaces[agent].Sample(_random, buffers.Mask(agent));
            world.Step(_actions, buffers);
        }

        return buffers.Rewards[0];
    }
}

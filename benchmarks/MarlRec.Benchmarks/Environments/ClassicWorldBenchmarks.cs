using BenchmarkDotNet.Attributes;
using MarlRec.Environments;
using MarlRec.Environments.Bandits;
using MarlRec.Environments.Classic;
using MarlRec.Environments.Grid;
using MarlRec.Environments.Tables;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Environments;

/// <summary>A step of random play in the worlds of one agent. A step allocates nothing; what is shown as allocated are the random streams of the resets, shared out over the steps.</summary>
[MemoryDiagnoser]
[PerSecondColumn]
public class ClassicWorldBenchmarks
{
    private const int Steps = 4096;

    private readonly int[] _actions = new int[Steps];
    private IEnvironment _world = null!;
    private StepBuffers _buffers = null!;
    private ulong _seed;

    /// <summary>The world.</summary>
    [Params("CartPole", "MountainCar", "Acrobot", "FrozenLake", "FrozenLake 8x8", "CliffWalking", "Taxi", "Taxi rainy fickle", "Blackjack", "BernoulliBandit", "LinearContextualBandit")]
    public string World { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        _world = World switch
        {
            "CartPole" => CartPole.V1(),
            "MountainCar" => MountainCar.V0(),
            "Acrobot" => Acrobot.V1(),
            "FrozenLake" => new FrozenLake(),
            "FrozenLake 8x8" => new FrozenLake(FrozenLakeOptions.EightByEight),
            "CliffWalking" => new CliffWalking(),
            "Taxi" => new Taxi(),
            "Taxi rainy fickle" => new Taxi(new TaxiOptions { Rainy = true, Fickle = true }),
            "Blackjack" => new Blackjack(),
            "BernoulliBandit" => BernoulliBandit.Random(10, random),
            _ => LinearContextualBandit.Random(10, 16, random),
        };
        for (var step = 0; step < Steps; step++) _actions[step] = random.Next(_world.Spec.ActionCount);
        _buffers = new StepBuffers(_world.Spec);
        _world.Reset(_seed++, _buffers);
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public float Step()
    {
        float earned = 0;
        for (var step = 0; step < Steps; step++)
        {
            if (_buffers.IsEpisodeOver) _world.Reset(_seed++, _buffers);
            _world.Step(_actions.AsSpan(step, 1), _buffers);
            earned += _buffers.Rewards[0];
        }

        return earned;
    }
}

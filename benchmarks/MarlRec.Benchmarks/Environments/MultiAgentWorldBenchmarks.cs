using BenchmarkDotNet.Attributes;
using MarlRec.Environments;
using MarlRec.Environments.Foraging;
using MarlRec.Environments.Particle;
using MarlRec.Environments.Warehouse;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Environments;

/// <summary>A step of each multi-agent world under random actions, resets included. Gates: spread 1 M steps/s, foraging 2 M steps/s, 0 bytes.</summary>
[MemoryDiagnoser]
public class MultiAgentWorldBenchmarks
{
    private const int Steps = 1000;

    private IEnvironment _world = null!;
    private StepBuffers _buffers = null!;
    private int[] _actions = [];
    private ulong _seed;

    /// <summary>Which world.</summary>
    [Params("spread", "speaker-listener", "adversary", "tag", "Foraging-8x8-2p-2f-v3", "Foraging-15x15-4p-5f-v3", "warehouse tiny, 2 agents")]
    public string World { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _world = World switch
        {
            "spread" => new Spread(),
            "speaker-listener" => new SpeakerListener(),
            "adversary" => new Adversary(),
            "tag" => new Tag(),
            "warehouse tiny, 2 agents" => new RoboticWarehouse(),
            _ => new LevelBasedForaging(ForagingOptions.FromName(World)),
        };
        _buffers = new StepBuffers(_world.Spec);
        var random = new RandomStream(1);
        var agents = _world.Spec.AgentCount;
        _actions = new int[Steps * agents];
        for (var i = 0; i < _actions.Length; i++) _actions[i] = _world.Spec.ActionSpaces[i % agents].Sample(random);
        _world.Reset(_seed, _buffers);
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public float Step()
    {
        var agents = _world.Spec.AgentCount;
        for (var step = 0; step < Steps; step++)
        {
            if (_buffers.IsEpisodeOver) _world.Reset(++_seed, _buffers);
            _world.Step(_actions.AsSpan(step * agents, agents), _buffers);
        }

        return _buffers.Rewards[0];
    }
}

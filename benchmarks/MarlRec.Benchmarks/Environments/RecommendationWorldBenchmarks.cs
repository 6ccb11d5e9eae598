using BenchmarkDotNet.Attributes;
using MarlRec.Environments;
using MarlRec.Environments.Slates;

namespace MarlRec.Benchmarks.Environments;

/// <summary>One user step, a slate built by all slots and answered, with sessions started again as they end.</summary>
[MemoryDiagnoser, PerSecondColumn]
public class RecommendationWorldBenchmarks
{
    // Long enough that starting a session, which allocates its random streams, is a small part.
    private const int UserSteps = 1000;

    private RecommendationEnvironment _environment = null!;
    private StepBuffers _buffers = null!;
    private int[] _actions = null!;
    private int _stepsOfRound;
    private ulong _seed;

    [Params("evolution-10-3", "evolution-50-2", "exploration-10-3", "satisfaction-10-1")]
    public string World { get; set; } = "";

    [Params(SlateForm.TurnBased, SlateForm.Simultaneous)]
    public SlateForm Form { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _environment = World switch
        {
            "evolution-10-3" => new InterestEvolution().CreateEnvironment(3, Form),
            "evolution-50-2" => new InterestEvolution(new InterestEvolutionOptions { CandidateCount = 50 }).CreateEnvironment(2, Form),
            "exploration-10-3" => new InterestExploration().CreateEnvironment(3, Form),
            _ => new LongTermSatisfaction().CreateEnvironment(1, Form),
        };
        _buffers = new StepBuffers(_environment.Spec);
        var slots = _environment.Spec.AgentCount - 1;
        _actions = [.. Enumerable.Range(0, slots + 1)];
        _stepsOfRound = Form == SlateForm.TurnBased ? slots : 1;
        _environment.Reset(_seed++, _buffers);
    }

    [Benchmark(OperationsPerInvoke = UserSteps)]
    public float Play()
    {
        float reward = 0;
        for (var n = 0; n < UserSteps; n++)
        {
            for (var step = 0; step < _stepsOfRound; step++) _environment.Step(_actions, _buffers);
            reward += _buffers.Rewards[0];
            if (_buffers.IsEpisodeOver) _environment.Reset(_seed++, _buffers);
        }

        return reward;
    }
}

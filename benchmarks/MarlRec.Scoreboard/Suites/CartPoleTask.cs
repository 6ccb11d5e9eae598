using MarlRec.Environments.Classic;
using MarlRec.Execution;
using MarlRec.Learning;
using MarlRec.Learning.Deep;
using MarlRec.Learning.Training;
using QuickStart;

namespace MarlRec.Scoreboard.Suites;

/// <summary>The actor-critic with its defaults on CartPole-v1, as the learning tests run it, and what others publish for it.</summary>
internal static class CartPoleTask
{
    private const string Name = "cartpole-v1";
    private const string Return = "return";
    private const long Steps = 500_000;
    private const long LookEvery = 25_000;
    private const double Solved = 475;

    internal static Unit Unit { get; } = new(
        Name,
        "actor-critic",
        "500k environment steps (8 copies, rollouts of 32), then 100 greedy episodes of the final policy that no training saw; "
            + "first 475 steps = steps at the first look, one every 25k, where 20 other greedy episodes average 475 or more (525k if none does)",
        Measure)
    {
        FixedSeeds = 5,
        Summary = Summary.Median,
    };

    internal static IReadOnlyList<Row> Published(string suite)
    {
        const string Zoo = "Stable-Baselines3 RL Zoo, benchmark.md";
        const string CleanRl = "CleanRL documentation";
        const string ZooTail = "one run, 150k evaluation steps, published as 500 +/- 0";
        return
        [
            Row("sb3-zoo a2c", 500, 1, Zoo, $"500k environment steps, {ZooTail}"),
            Row("sb3-zoo ppo", 500, 1, Zoo, $"100k environment steps, {ZooTail}"),
            Row("sb3-zoo dqn", 500, 1, Zoo, $"50k environment steps, {ZooTail}"),
            Row("cleanrl ppo", 490.04, 3, CleanRl, "500k environment steps, 3 seeds, published as 490.04 +/- 6.12"),
            Row("cleanrl dqn", 488.69, 3, CleanRl, "500k environment steps, 3 seeds, published as 488.69 +/- 16.11"),
        ];

        Row Row(string model, double value, int seeds, string source, string protocol) => new()
        {
            Suite = suite,
            Task = Name,
            Model = model,
            Metric = Return,
            Value = value,
            Seeds = seeds,
            Origin = Scoreboard.Row.Published,
            Source = source,
            Protocol = protocol,
        };
    }

    private static List<Measurement> Measure(UnitRun run)
    {
        var root = new RandomStream(run.Seed);
        var copies = Enumerable.Range(0, 8).Select(_ => CartPole.V1()).ToArray();
        var trainer = new Trainer<Rollout>(
            new RolloutCollector(copies, root.Fork("collector")), new ActorCritic(copies[0].Spec, root.Fork("learner")), new TrainerOptions { TotalSteps = Steps });
        long? solved = null;
        while (trainer.Collector.Steps < Steps)
        {
            trainer.RunFor(LookEvery);
            if (solved is null && Greedy(trainer, 20, 1).MeanReturn >= Solved) solved = trainer.Collector.Steps;
        }

        var final = Greedy(trainer, 100, 2);
        return
        [
            new Measurement(Name, Unit.Model, Return, final.MeanReturn, final.StandardError, run.Seed),
            new Measurement(Name, Unit.Model, "first 475 steps", solved ?? Steps + LookEvery, 0, run.Seed),
        ];
    }

    private static EvaluationResult Greedy(Trainer<Rollout> trainer, int episodes, ulong seed) =>
        PolicyEvaluation.Evaluate(trainer.Learner.Publish().Greedy, CartPole.V1(), episodes, seed);
}

using System.Diagnostics;
using System.Globalization;
using MarlRec.Environments.Classic;
using MarlRec.Execution;
using MarlRec.Learning.Training;

namespace MarlRec.Learning.Deep;

/// <summary>CartPole-v1 with the defaults of <see cref="ActorCriticOptions"/>: 8 copies, 32 steps a rollout, at most 500,000 environment steps.</summary>
public class ActorCriticCartPoleTests(ITestOutputHelper output)
{
    private const long Steps = 500_000;
    private const double Bar = 475; // CartPole-v1's threshold

    [Fact]
    public void OneSeedLearns()
    {
        // Stops at the first of its regular looks where 20 validation episodes pass; those that count are others.
        var trainer = Start(1);
        do trainer.RunFor(25_000);
        while (trainer.Collector.Steps < Steps && Greedy(trainer, 20, 1).MeanReturn < Bar);
        var result = Greedy(trainer, 100, 2);
        Assert.True(result.MeanReturn >= Bar, $"{result.MeanReturn} after {trainer.Collector.Steps} steps");
    }

    [Fact]
    public void MedianOfFiveSeeds()
    {
        Assert.SkipUnless(TestTier.IsFull, "Five whole runs take half a minute; MARLREC_TESTS=full runs them.");
        var finals = new List<double>();
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var clock = Stopwatch.StartNew();
            var trainer = Start(seed);
            long? solved = null;
            while (trainer.Collector.Steps < Steps)
            {
                trainer.RunFor(25_000);
                if (Greedy(trainer, 20, 1).MeanReturn >= Bar) solved ??= trainer.Collector.Steps;
            }

            var seconds = clock.Elapsed.TotalSeconds;
            var final = Greedy(trainer, 100, 2);
            finals.Add(final.MeanReturn);
            Report($"seed {seed}: final {final.MeanReturn:F1} +- {final.StandardError:F1}, first look at {Bar} or more at {solved} steps, {seconds:F1} s");
        }

        var median = finals.Order().ElementAt(2);
        Report($"median {median:F1}");
        Assert.True(median >= Bar, $"median {median}");
    }

    private static Trainer<Rollout> Start(ulong seed)
    {
        var root = new RandomStream(seed);
        var copies = Enumerable.Range(0, 8).Select(_ => CartPole.V1()).ToArray();
        return new Trainer<Rollout>(
            new RolloutCollector(copies, root.Fork("collector")), new ActorCritic(copies[0].Spec, root.Fork("learner")), new TrainerOptions { TotalSteps = Steps });
    }

    private static EvaluationResult Greedy(Trainer<Rollout> trainer, int episodes, ulong seed) =>
        PolicyEvaluation.Evaluate(trainer.Learner.Publish().Greedy, CartPole.V1(), episodes, seed);

    private void Report(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

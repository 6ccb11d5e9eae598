using MarlRec.Environments;
using MarlRec.Environments.Bandits;
using MarlRec.Environments.Classic;
using MarlRec.Execution;
using QuickStart;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Classic control and bandits: random play, and rules of thumb that anybody can check.</summary>
internal static class ClassicUnits
{
    private const int Episodes = 2000, Pulls = 1000;

    internal static IEnumerable<Unit> All =>
    [
        .. Control("cartpole", "CartPole-v1", CartPole.V1, "pushes right where 0.05 x + 0.1 v + angle + 0.3 w > 0", see => 0.05f * see[0] + 0.1f * see[1] + see[2] + 0.3f * see[3] > 0 ? 1 : 0),
        CartPoleVectorUnit.Create("cartpole"),
        .. Control("acrobot", "Acrobot-v1", Acrobot.V1, "torque against the upper link's motion", see => see[4] > 0 ? 0 : 2),
        .. Control("mountaincar", "MountainCar-v0", MountainCar.V0, "pushes with the motion", see => see[1] < 0 ? 0 : 2),
        .. Bandit("bandit bernoulli", "10 arms, probabilities uniform in 0 to 1", () => BernoulliBandit.Random(10, Arms(), Pulls)),
        .. Bandit("bandit gaussian", "10-armed testbed", () => GaussianBandit.Testbed(Arms(), 10, Pulls)),
        .. Bandit("bandit switching", "10 arms, drawn anew before 1 pull in 100", () => SwitchingBandit.Random(10, 0.01, Pulls)),
        .. Bandit("bandit linear", "5 arms, contexts of 8 on the unit sphere, noise 0.1", () => LinearContextualBandit.Random(5, 8, Arms(), 0.1, Pulls)),
    ];

    private delegate int Rule(ReadOnlySpan<float> observation);

    private static RandomStream Arms() => new RandomStream(1).Fork("arms");

    private static IEnumerable<Unit> Control(string task, string protocol, Func<IEnvironment> create, string ruleInWords, Rule rule) =>
    [
        WorldUnits.PlayRandomly(task, protocol, create, Episodes),
        WorldUnits.Play(task, WorldUnits.Scripted, $"{protocol}; {ruleInWords}", create, (_, _) => (buffers, actions) => actions[0] = rule(buffers.Observation(0)), Episodes),
    ];

    private static IEnumerable<Unit> Bandit(string task, string arms, Func<IBandit> create)
    {
        var protocol = $"{arms}, {Pulls} pulls; regret: mean over episodes, against the best arm of each pull";
        return
        [
            Unit(WorldUnits.Random, "uniform over arms", (_, random) => Choosers.Random(random)),
            Unit(WorldUnits.Scripted, "UCB1 (Auer, Cesa-Bianchi and Fischer, 2002), blind to context", (bandit, _) => new UpperConfidenceBound(bandit.Spec.ActionCount, Pulls).Choose),
            Unit(WorldUnits.Optimum, "told the best arm of each pull", (bandit, _) => (_, actions) => actions[0] = Best(bandit.ExpectedRewards)),
        ];

        Unit Unit(string model, string policy, Func<IBandit, RandomStream, Chooser> make) => new(
            task, model, $"{protocol}; {policy}; {Episodes} episodes; {WorldSpeed.Protocol}", run => Measure(task, model, create(), make, run.Seed)) { FixedSeeds = 1 };
    }

    private static List<Measurement> Measure(string task, string model, IBandit bandit, Func<IBandit, RandomStream, Chooser> make, ulong seed)
    {
        var chooser = make(bandit, new RandomStream(seed).Fork("policy"));
        var regrets = new List<double>(Episodes);
        var earned = WorldReturns.Mean(task, model, bandit, chooser, Episodes, seed, buffers =>
        {
            if (buffers.IsEpisodeOver) regrets.Add(bandit.Regret);
            return buffers.Rewards[0];
        });
        return
        [
            earned,
            WorldReturns.Mean(task, model, "regret", regrets, seed),
            .. WorldSpeed.Measure(task, model, bandit, make(bandit, new RandomStream(seed).Fork("policy")), seed),
        ];
    }

    private static int Best(ReadOnlySpan<double> expected)
    {
        var best = 0;
        for (var arm = 1; arm < expected.Length; arm++)
            if (expected[arm] > expected[best]) best = arm;
        return best;
    }
}

using MarlRec.Environments;
using MarlRec.Environments.Extensive;
using MarlRec.Environments.Matrix;
using MarlRec.Execution;
using MarlRec.Learning.Games;
using QuickStart;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Poker, with exact values, and the matrix games of teams.</summary>
internal static class GameUnits
{
    private const string NashConvMetric = "NashConv", Value = "game value", Kuhn = "kuhn", Leduc = "leduc";
    private const int Episodes = 1_000, Iterations = 1_000;

    internal static IReadOnlyList<Unit> All { get; } =
    [
        Exact(Kuhn, WorldUnits.Random, "Kuhn poker; uniform over legal actions", () => new KuhnPoker(), TabularGamePolicy.Uniform),
        Exact(Kuhn, WorldUnits.Optimum, "Kuhn poker; the equilibrium that bets a jack once in five", () => new KuhnPoker(), KuhnEquilibrium),
        Exact(Leduc, WorldUnits.Random, "Leduc poker; uniform over legal actions", () => new LeducPoker(), TabularGamePolicy.Uniform),
        Exact(Leduc, WorldUnits.Optimum, $"Leduc poker; the average policy of {Iterations} iterations of CFR+", () => new LeducPoker(), tree => new EquilibriumSearch(tree).Run(Iterations)),
        .. Team("penalty k=-100", "25 rounds of the penalty game", () => MatrixGames.Penalty(-100), BestJointAction),
        .. Team("climbing", "25 rounds of the climbing game", () => MatrixGames.Climbing(), BestJointAction),
        .. Team("two-step", "the two-step game", () => new TwoStepGame(), _ => [1, 1]),
    ];

    internal static IReadOnlyList<Row> Published { get; } =
    [
        WorldsSuite.Published(Kuhn, "openspiel uniform", NashConvMetric, 11.0 / 12, "OpenSpiel, exploitability_test.py", "uniform over legal actions, exact"),
        WorldsSuite.Published(Leduc, "openspiel uniform", NashConvMetric, 4.747222, "OpenSpiel, exploitability_test.py", "uniform over legal actions, exact"),
    ];

    private static Unit Exact(string task, string model, string protocol, Func<IExtensiveGame> create, Func<GameTree, TabularGamePolicy> policy) =>
        new(task, model, $"{protocol}; exact NashConv and value of player 0{(model == WorldUnits.Random ? $"; a step is a turn; {WorldSpeed.Protocol}" : "")}", run =>
        {
            var game = create();
            var played = policy(GameTree.Build(game));
            List<Measurement> rows =
            [
                new(task, model, NashConvMetric, NashConv.Of(played), 0, run.Seed),
                new(task, model, Value, ExpectedReturns.Of(played)[0], 0, run.Seed),
            ];
            // Who plays changes little about what a turn costs: it is measured once.
            if (model == WorldUnits.Random)
                rows.AddRange(WorldSpeed.Measure(task, model, new ExtensiveGameEnvironment(game), Choosers.Random(new RandomStream(run.Seed).Fork("policy")), run.Seed));
            return rows;
        })
        {
            FixedSeeds = 1, // nothing of the values is drawn
        };

    private static IEnumerable<Unit> Team(string task, string protocol, Func<IEnvironment> create, Func<IEnvironment, int[]> best)
    {
        yield return WorldUnits.PlayRandomly(task, $"{protocol}; return of one agent, all are paid the same", create, Episodes, WorldReturns.Shared);
        yield return WorldUnits.Play(task, WorldUnits.Optimum, $"{protocol}; return of one agent, all are paid the same; the best joint action at every step", create, (world, _) => Always(best(world)), Episodes, WorldReturns.Shared);
    }

    private static Chooser Always(int[] joint) => (_, actions) => joint.CopyTo(actions);

    private static int[] BestJointAction(IEnvironment world)
    {
        var table = ((MatrixGame)world).Payoffs;
        var best = Enumerable.Range(0, table.JointActionCount).MaxBy(joint => table[joint][0]);
        var columns = table.ActionCounts[1];
        return [best / columns, best % columns];
    }

    private static TabularGamePolicy KuhnEquilibrium(GameTree tree) => TabularGamePolicy.Create(tree, (set, probabilities) =>
    {
        // Kuhn (1950), with alpha = 1/5.
        var bet = set.InformationState switch
        {
            "0" => 0.2,
            "2" => 0.6,
            "1pb" => 0.2 + 1.0 / 3,
            "0p" or "1b" => 1.0 / 3,
            "2pb" or "2p" or "2b" => 1,
            _ => 0.0,
        };
        (probabilities[KuhnPoker.Pass], probabilities[KuhnPoker.Bet]) = (1 - bet, bet);
    });
}

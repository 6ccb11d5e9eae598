using MarlRec.Environments;
using MarlRec.Environments.Slates;
using MarlRec.Execution;
using MarlRec.Learning.Baselines;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Floors and ceilings of the worlds with RecSim's dynamics, and what a slate costs.</summary>
internal static class RecommendationUnits
{
    private const string Evolution = "interest-evolution", Exploration = "interest-exploration", Satisfaction = "long-term-satisfaction";
    private const int Sessions = 5000;

    private static readonly (int Candidates, int Slots)[] s_shapes = [(10, 3), (10, 2), (15, 2), (50, 2), (5, 3)];

    internal static IReadOnlyList<Unit> All { get; } =
    [
        .. s_shapes.SelectMany(shape => EvolutionUnits(shape.Candidates, shape.Slots)),
        .. ExplorationUnits(),
        .. SatisfactionUnits(Satisfaction, new LongTermSatisfactionOptions()),
        .. SatisfactionUnits($"{Satisfaction} sensitive", LongTermSatisfactionOptions.Sensitive),
    ];

    /// <summary>What SlateQ's authors report for the first shape, on their own implementation of the world.</summary>
    internal static IReadOnlyList<Row> Published { get; } =
    [
        SlateQ("slateq random", 159.2, "Random"),
        SlateQ("slateq myop-gs", 166.3, "MYOP-GS"),
        SlateQ("slateq ql-ot-os", 174.6, "QL-OT-OS, the best of the table"),
    ];

    private static Unit[] EvolutionUnits(int candidates, int slots)
    {
        var task = $"{Evolution} ({candidates},{slots})";
        var protocol = $"slots act at once, {candidates} candidates, slate {slots}; minutes watched in a session";
        return
        [
            WorldUnits.PlayRandomly(task, protocol, Create, Sessions, WorldReturns.Shared),
            Rank(task, WorldUnits.Myopic, $"{protocol}; sorted by the appeal, the user's own liking", Create, slots, users => ((InterestEvolution)users).Appeals),
            Rank(task, WorldUnits.Scripted, $"{protocol}; sorted by the hidden quality", Create, slots, users => ((InterestEvolution)users).Qualities),
        ];

        IEnvironment Create() => new InterestEvolution(new InterestEvolutionOptions { CandidateCount = candidates }).CreateEnvironment(slots, SlateForm.Simultaneous);
    }

    private static Unit[] ExplorationUnits()
    {
        const int slots = 3;
        const string protocol = "slots act at once, 10 candidates, slate 3; clicks in 100 slates";
        return
        [
            WorldUnits.PlayRandomly(Exploration, protocol, Create, Sessions, WorldReturns.Shared),
            Rank(Exploration, WorldUnits.Myopic, $"{protocol}; sorted by affinity + quality, knowing the hidden user", Create, slots, users => ((InterestExploration)users).Appeals),
            Rank(Exploration, WorldUnits.Scripted, $"{protocol}; sorted by quality, knowing no user", Create, slots, users => ((InterestExploration)users).Qualities),
        ];

        static IEnvironment Create() => new InterestExploration().CreateEnvironment(slots, SlateForm.Simultaneous);
    }

    private static Unit[] SatisfactionUnits(string task, LongTermSatisfactionOptions options)
    {
        var protocol = $"sensitivity {options.Sensitivity}, 11 levels of clickbait from 0 to 1, slate 1; engagement in 60 answers";
        return
        [
            WorldUnits.PlayRandomly(task, protocol, Create, Sessions, WorldReturns.Shared),
            Rank(task, WorldUnits.Myopic, $"{protocol}; always chocolate, the most clickbait", Create, 1, users => ((LongTermSatisfaction)users).Clickbait),
            Play(task, WorldUnits.Scripted, $"{protocol}; always kale, the least clickbait", Create, 1, (users, scores) =>
            {
                var clickbait = ((LongTermSatisfaction)users).Clickbait;
                for (var i = 0; i < scores.Length; i++) scores[i] = -clickbait[i];
            }),
        ];

        IEnvironment Create() => new LongTermSatisfaction(options with { CandidateCount = 11, Documents = ClickbaitLevels.Spaced }).CreateEnvironment(1, SlateForm.Simultaneous);
    }

    private delegate ReadOnlySpan<float> Scores(IUserModel users);

    private static Unit Rank(string task, string model, string protocol, Func<IEnvironment> create, int slots, Scores scores) =>
        Play(task, model, protocol, create, slots, (users, into) => scores(users).CopyTo(into));

    private static Unit Play(string task, string model, string protocol, Func<IEnvironment> create, int slots, Action<IUserModel, Span<float>> score) =>
        WorldUnits.Play(task, model, protocol, create, (world, random) => Choose(((RecommendationEnvironment)world).Users, slots, score, random), Sessions, WorldReturns.Shared);

    private static Chooser Choose(IUserModel users, int slots, Action<IUserModel, Span<float>> score, RandomStream random)
    {
        var policy = new RankedSlatePolicy(slots, (_, scores) => score(users, scores));
        return (buffers, actions) => policy.Act(buffers, random, actions);
    }

    private static Row SlateQ(string model, double value, string row) => WorldsSuite.Published(
        $"{Evolution} (10,3)", model, WorldReturns.Return, value, "Ie et al., SlateQ, arXiv 1905.12767", $"5,000 users, 10 candidates, slate 3; published as {row}");
}

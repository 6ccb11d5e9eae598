namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Floors, ceilings and speeds of the worlds: what learners are to be read against.</summary>
internal static class WorldsSuite
{
    internal const string Name = "worlds";
    private const string CartPoleTask = "cartpole";

    internal static Suite Create() => new(
        Name,
        "What random, scripted and best policies earn in each world, and what a step costs on one thread.",
        [
            .. ClassicUnits.All,
            .. TabularUnits.All,
            .. ParticleUnits.All,
            .. ForagingUnits.All,
            .. GameUnits.All,
            .. RecommendationUnits.All,
        ],
        [
            Published(CartPoleTask, "gymnasium", "ns/step", 2375, "rlox documentation", "one environment on an Apple M4, 14 cores"),
            Published(CartPoleTask, "rlox", "ns/step", 292, "rlox documentation", "one environment on an Apple M4, 14 cores"),
            Published("spread", "qmix", WorldReturns.Return, -126.62, "Papoudakis et al., 2021, table 3", "best evaluation of a training run of 2 M steps, mean of 5 seeds", seeds: 5),
            .. GameUnits.Published,
            .. RecommendationUnits.Published,
        ]);

    internal static Row Published(string task, string model, string metric, double value, string source, string protocol, int seeds = 1) => new()
    {
        Suite = Name,
        Task = task,
        Model = model,
        Metric = metric,
        Value = value,
        Seeds = seeds,
        Origin = Row.Published,
        Source = source,
        Protocol = protocol,
    };
}

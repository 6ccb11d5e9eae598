using MarlRec.Environments;
using MarlRec.Environments.Foraging;
using MarlRec.Environments.Warehouse;
using MarlRec.Learning;
using MarlRec.Learning.Baselines;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Level-based foraging, in both versions, and the robotic warehouse; sums over agents.</summary>
internal static class ForagingUnits
{
    private const int Episodes = 2000, LongEpisodes = 50;
    private static readonly string[] s_sizes = ["8x8-2p-2f-coop", "10x10-3p-3f", "15x15-3p-5f", "15x15-4p-3f", "15x15-4p-5f"];

    internal static IEnumerable<Unit> All =>
    [
        .. from version in (string[])["v1", "v3"] from size in s_sizes from unit in Foraging($"Foraging-{size}-{version}", $"foraging {size} {version}") select unit,
        .. Warehouse("warehouse tiny-2p", WarehouseOptions.Tiny(2)),
        .. Warehouse("warehouse tiny-4p", WarehouseOptions.Tiny(4)),
        .. Warehouse("warehouse small-4p", WarehouseOptions.Small(4)),
    ];

    private static IEnumerable<Unit> Foraging(string name, string task)
    {
        var options = ForagingOptions.FromName(name);
        return Of(task, $"{name}; all food is worth 1", () => new LevelBasedForaging(options), () => new ForagingPolicy(options), Episodes);
    }

    private static IEnumerable<Unit> Warehouse(string task, WarehouseOptions options) =>
        Of(task, "1 for a delivered shelf, 500 steps", () => new RoboticWarehouse(options), () => new WarehousePolicy(options), LongEpisodes);

    private static IEnumerable<Unit> Of(string task, string protocol, Func<IEnvironment> create, Func<IPolicy> policy, int scriptedEpisodes) =>
    [
        WorldUnits.PlayRandomly(task, protocol, create, Episodes),
        WorldUnits.Play(task, WorldUnits.Scripted, $"{protocol}; {policy().GetType().Name}, which reads the global state", create, (_, random) => Choosers.Of(policy(), random), scriptedEpisodes),
    ];
}

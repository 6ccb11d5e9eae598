using MarlRec.Environments.Foraging;
using MarlRec.Environments.Particle;
using MarlRec.Environments.Warehouse;
using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>No option that nothing reads: each one changed alone changes what is played.</summary>
public class MultiAgentOptionTests
{
    public static TheoryData<string> Options => [.. Changed.Keys];

    private static Dictionary<string, (Func<IEnvironment> Base, Func<IEnvironment> World)> Changed { get; } = new()
    {
        [nameof(SpreadOptions.Order)] = Of(new SpreadOptions { Order = IntegrationOrder.PositionFirst }),
        [nameof(SpreadOptions.Agents)] = Of(new SpreadOptions { Agents = 4 }),
        [nameof(SpreadOptions.LocalRatio)] = Of(new SpreadOptions { LocalRatio = 0.5 }),
        [nameof(ParticleOptions.MaxSteps)] = Of(new SpreadOptions { MaxSteps = 9 }),
        [nameof(AdversaryOptions.GoodAgents)] = (() => new Adversary(), () => new Adversary(new AdversaryOptions { GoodAgents = 3 })),
        [nameof(AdversaryOptions.SquaredDistance)] = (() => new Adversary(), () => new Adversary(new AdversaryOptions { SquaredDistance = false })),
        [nameof(TagOptions.Predators)] = (() => new Tag(), () => new Tag(new TagOptions { Predators = 2 })),
        [nameof(TagOptions.Prey)] = (() => new Tag(), () => new Tag(new TagOptions { Prey = 2 })),
        [nameof(TagOptions.Obstacles)] = (() => new Tag(), () => new Tag(new TagOptions { Obstacles = 3 })),
        [nameof(ForagingOptions.Rows)] = Of(options => options with { Rows = 9 }),
        [nameof(ForagingOptions.Columns)] = Of(options => options with { Columns = 9 }),
        [nameof(ForagingOptions.Players)] = Of(options => options with { Players = 3 }),
        [nameof(ForagingOptions.MinPlayerLevel)] = Of(options => options with { MinPlayerLevel = 2 }),
        [nameof(ForagingOptions.MaxPlayerLevel)] = Of(options => options with { MaxPlayerLevel = 4 }),
        [nameof(ForagingOptions.Foods)] = Of(options => options with { Foods = 3 }),
        [nameof(ForagingOptions.MinFoodLevel)] = Of(options => options with { MinFoodLevel = 2 }),
        [nameof(ForagingOptions.MaxFoodLevel)] = Of(options => options with { MaxFoodLevel = 9 }),
        [nameof(ForagingOptions.Sight)] = Of(options => options with { Sight = 1 }),
        [nameof(ForagingOptions.ForceCooperation)] = Of(options => options with { ForceCooperation = true }),
        [nameof(ForagingOptions.Penalty)] = Of(options => options with { Penalty = 0.2f }),
        [nameof(ForagingOptions.NormalizeReward)] = Of(options => options with { NormalizeReward = false }),
        [nameof(ForagingOptions.GridObservation)] = Of(options => options with { GridObservation = true }),
        [nameof(ForagingOptions.ObserveLevels)] = Of(options => options with { ObserveLevels = false }),
        [nameof(ForagingOptions.MaskInvalidActions)] = Of(options => options with { MaskInvalidActions = true }),
        ["foraging " + nameof(ForagingOptions.MaxSteps)] = Of(options => options with { MaxSteps = 9 }),
        [nameof(ForagingOptions.Version)] = Of(options => options with { Version = ForagingVersion.V1 }),
        [nameof(WarehouseOptions.ShelfRows)] = Of(new WarehouseOptions { ShelfRows = 2 }),
        [nameof(WarehouseOptions.ShelfColumns)] = Of(new WarehouseOptions { ShelfColumns = 5 }),
        [nameof(WarehouseOptions.ColumnHeight)] = Of(new WarehouseOptions { ColumnHeight = 7 }),
        [nameof(WarehouseOptions.Layout)] = Of(new WarehouseOptions { Layout = "xx.\n.gx" }),
        ["warehouse " + nameof(WarehouseOptions.Agents)] = Of(new WarehouseOptions { Agents = 3 }),
        [nameof(WarehouseOptions.RequestQueueSize)] = Of(new WarehouseOptions { RequestQueueSize = 1 }),
        [nameof(WarehouseOptions.SensorRange)] = Of(new WarehouseOptions { SensorRange = 2 }),
        [nameof(WarehouseOptions.NormalizedCoordinates)] = Of(new WarehouseOptions { NormalizedCoordinates = true }),
        ["warehouse " + nameof(WarehouseOptions.MaxSteps)] = Of(new WarehouseOptions { MaxSteps = 9 }),
        [nameof(WarehouseOptions.MaxInactiveSteps)] = Of(new WarehouseOptions { MaxInactiveSteps = 9 }),
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void EveryOptionIsRead(string option) => Assert.NotEqual(Play(Changed[option].Base()), Play(Changed[option].World()));

    private static (Func<IEnvironment> Base, Func<IEnvironment> World) Of(SpreadOptions options) => (() => new Spread(), () => new Spread(options));

    private static (Func<IEnvironment> Base, Func<IEnvironment> World) Of(WarehouseOptions options) => (() => new RoboticWarehouse(), () => new RoboticWarehouse(options));

    // A crowded field, so that foods are met by chance.
    private static (Func<IEnvironment> Base, Func<IEnvironment> World) Of(Func<ForagingOptions, ForagingOptions> change)
    {
        var crowded = new ForagingOptions { Rows = 5, Columns = 5 };
        return (() => new LevelBasedForaging(crowded), () => new LevelBasedForaging(change(crowded)));
    }

    private static ulong Play(IEnvironment world)
    {
        var buffers = new StepBuffers(world.Spec);
        var random = new RandomStream(1);
        ulong digest = 0;
        for (ulong seed = 0; seed < 5; seed++)
        {
            world.Reset(seed, buffers);
            for (var step = 0; step < 40 && !buffers.IsEpisodeOver; step++)
            {
                world.Step(RandomPlay.Actions(buffers, random), buffers);
                digest = digest * 31 + RandomPlay.Digest(buffers);
            }
        }

        return digest;
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments.Warehouse;

/// <summary>How a <see cref="RoboticWarehouse"/> is laid out and what it pays. The defaults are <c>rware-tiny-2ag-v2</c>.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record WarehouseOptions
{
    /// <summary>How many blocks of shelves stand below each other: 1 to 100.</summary>
    public int ShelfRows { get; init; } = 1;

    /// <summary>How many blocks of shelves stand beside each other: odd, 1 to 99; a block is two shelves wide.</summary>
    public int ShelfColumns { get; init; } = 3;

    /// <summary>How many shelves a block is high: 1 to 100.</summary>
    public int ColumnHeight { get; init; } = 8;

    /// <summary>
    /// A map instead of the three numbers, or null (the default): one line for each row, all of equal width: <c>x</c> shelf, <c>.</c> highway, <c>g</c> goal.
    /// </summary>
    public string? Layout { get; init; }

    /// <summary>How many agents: 1 or more, and no more than cells.</summary>
    public int Agents { get; init; } = 2;

    /// <summary>How many shelves are requested at a time: 1 or more and fewer than there are, or null (the default) for as many as agents.</summary>
    public int? RequestQueueSize { get; init; }

    /// <summary>How far agents see, in each direction: 1 to 100.</summary>
    public int SensorRange { get; init; } = 1;

    /// <summary>Whether agents see their place as a fraction of the warehouse, 0 to 1, instead of in cells.</summary>
    public bool NormalizedCoordinates { get; init; }

    /// <summary>Who earns what for a delivered shelf.</summary>
    public WarehouseReward Reward { get; init; } = WarehouseReward.Individual;

    /// <summary>After how many steps the episode is truncated: 1 or more, or null for never.</summary>
    public int? MaxSteps { get; init; } = 500;

    /// <summary>After how many steps without a delivery the episode is truncated: 1 or more, or null (the default) for never.</summary>
    public int? MaxInactiveSteps { get; init; }

    /// <summary>The requests at a time.</summary>
    internal int Requests => RequestQueueSize ?? Agents;

    /// <summary>One block of shelves above the goals, 11 x 10 cells: <c>rware-tiny-{agents}ag-v2</c>.</summary>
    /// <param name="agents">How many agents, and requests.</param>
    public static WarehouseOptions Tiny(int agents) => new() { Agents = agents };

    /// <summary>Two blocks of shelves above each other, 20 x 10 cells: <c>rware-small-{agents}ag-v2</c>.</summary>
    /// <param name="agents">How many agents, and requests.</param>
    public static WarehouseOptions Small(int agents) => new() { ShelfRows = 2, Agents = agents };

    /// <summary>Checks all properties.</summary>
    /// <exception cref="ArgumentException">A property is out of range, or the layout is malformed; the message names it, its value and what was expected.</exception>
    public void Validate()
    {
        Throw.IfOutside(ShelfRows, 1, 100);
        Throw.IfOutside(ShelfColumns, 1, 99);
        if (ShelfColumns % 2 == 0) throw new ArgumentOutOfRangeException(nameof(ShelfColumns), ShelfColumns, "ShelfColumns must be odd, so that the goals are in the middle.");
        Throw.IfOutside(ColumnHeight, 1, 100);
        Throw.IfOutside(SensorRange, 1, 100);
        if (Reward is not (WarehouseReward.Global or WarehouseReward.Individual or WarehouseReward.TwoStage))
            throw new ArgumentOutOfRangeException(nameof(Reward), Reward, "Reward must be Global, Individual or TwoStage.");
        if (MaxSteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(MaxSteps));
        if (MaxInactiveSteps is { } inactive) ArgumentOutOfRangeException.ThrowIfLessThan(inactive, 1, nameof(MaxInactiveSteps));
        var map = WarehouseMap.Of(this);
        Throw.IfOutside(Agents, 1, map.CellCount);
        Throw.IfOutside(Requests, 1, map.Shelves.Length - 1, nameof(RequestQueueSize));
    }
}

namespace MarlRec.Environments.Warehouse;

/// <summary>Who earns what for a delivered shelf.</summary>
public enum WarehouseReward
{
    /// <summary>Every agent earns 1.</summary>
    Global,

    /// <summary>The agent that carries the shelf earns 1.</summary>
    Individual,

    /// <summary>The agent that carries the shelf earns 0.5, and 0.5 more when it has put a shelf back.</summary>
    TwoStage,
}

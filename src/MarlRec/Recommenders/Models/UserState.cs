namespace MarlRec.Recommenders.Models;

/// <summary>All that is known of one user. A change makes a new state. Thread safety: <em>immutable</em>.</summary>
internal sealed record UserState
{
    /// <summary>What the user consumed, oldest first.</summary>
    internal required int[] History { get; init; }

    /// <summary>What the user turned down.</summary>
    internal required int[] TurnedDown { get; init; }

    /// <summary>h[D]: the interest vector x.</summary>
    internal required float[] Hidden { get; init; }

    /// <summary>c[D].</summary>
    internal required float[] Cell { get; init; }

    /// <summary>What feedback added for this user alone, [D]; its length is bounded.</summary>
    internal required float[] Residual { get; init; }

    /// <summary>How many pieces of feedback have arrived.</summary>
    internal required long Events { get; init; }

    internal static UserState Empty(int size) => new()
    {
        History = [],
        TurnedDown = [],
        Hidden = new float[size],
        Cell = new float[size],
        Residual = new float[size],
        Events = 0,
    };
}

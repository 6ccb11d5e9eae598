namespace MarlRec.Learning.Games;

/// <summary>The states of a game that the player whose turn it is cannot tell apart.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class InformationSet
{
    private readonly int[] _actions;

    internal InformationSet(int index, int player, string informationState, int[] actions)
    {
        Index = index;
        Player = player;
        InformationState = informationState;
        _actions = actions;
    }

    /// <summary>Its number in the tree, from 0, in the order in which a walk through the game meets them.</summary>
    public int Index { get; }

    /// <summary>Whose turn it is.</summary>
    public int Player { get; }

    /// <summary>What the player knows, as text.</summary>
    public string InformationState { get; }

    /// <summary>The legal actions, ascending; at least one.</summary>
    public ReadOnlySpan<int> Actions => _actions;

    /// <summary>The player and the information state, such as <c>0: 1pb</c>.</summary>
    public override string ToString() => $"{Player}: {InformationState}";
}

namespace MarlRec.Data;

/// <summary>What a user did with an item. <see cref="EventWeights"/> turns a kind into a strength.</summary>
/// <remarks>The numbers are written to files and never change.</remarks>
public enum EventKind
{
    /// <summary>The item was on screen long enough to be seen.</summary>
    View = 0,

    /// <summary>The item was opened.</summary>
    Click = 1,

    /// <summary>The user said that they like the item.</summary>
    Like = 2,

    /// <summary>The user said that they do not like the item.</summary>
    Dislike = 3,

    /// <summary>The item was put into a basket, a watch list or a reading list.</summary>
    Cart = 4,

    /// <summary>The item was bought, or read, heard or watched to its end.</summary>
    Purchase = 5,

    /// <summary>The user gave a number of stars or points: <see cref="Interaction.Value"/>.</summary>
    Rating = 6,

    /// <summary>The item was passed over or left at once.</summary>
    Skip = 7,
}

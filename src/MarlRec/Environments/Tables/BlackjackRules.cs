namespace MarlRec.Environments.Tables;

/// <summary>What a natural, an ace and a ten in the first two cards, is worth in <see cref="Blackjack"/>.</summary>
public enum BlackjackRules
{
    /// <summary>The player's natural wins 1 against everything but the dealer's natural, as in Sutton and Barto's example 5.1 (Gymnasium's <c>sab</c>). The dealer's is a 21 like any other.</summary>
    SuttonBarto,

    /// <summary>A natural is a 21 like any other.</summary>
    Plain,

    /// <summary>A natural that wins pays 1.5; against any 21 of the dealer it is a draw (Gymnasium's <c>natural</c>).</summary>
    NaturalPaysMore,
}

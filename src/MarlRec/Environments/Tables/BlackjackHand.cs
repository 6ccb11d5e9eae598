namespace MarlRec.Environments.Tables;

/// <summary>What the rules of Blackjack see of a hand: aces count 11 where that does not exceed 21, else 1. Thread safety: <em>immutable</em>.</summary>
/// <param name="Hard">The sum with every ace as 1.</param>
/// <param name="HasAce">Whether there is an ace.</param>
/// <param name="Count">How many cards.</param>
internal readonly record struct BlackjackHand(int Hard, bool HasAce, int Count)
{
    internal const int Goal = 21, Ace = 1, Ten = 10;

    private const int Ranks = 13;

    internal bool HasUsableAce => HasAce && Hard + 10 <= Goal;

    internal int Sum => HasUsableAce ? Hard + 10 : Hard;

    internal bool IsBust => Hard > Goal;

    internal bool IsNatural => Count == 2 && Sum == Goal;

    /// <summary>Whether the dealer takes another card.</summary>
    internal bool DealerHits => Sum < 17;

    internal BlackjackHand With(int card) => new(Hard + card, HasAce || card == Ace, Count + 1);

    /// <summary>How likely a card of this value is: ten, knave, queen and king all count ten, and cards are drawn with replacement.</summary>
    internal static double Probability(int card) => (card == Ten ? 4.0 : 1.0) / Ranks;

    /// <summary>The value of the card of a rank, 0 to 12.</summary>
    internal static int CardOf(int rank) => Math.Min(rank + 1, Ten);

    /// <summary>What the player earns when the dealer has played.</summary>
    internal static double Settle(BlackjackRules rules, BlackjackHand player, BlackjackHand dealer)
    {
        var result = dealer.IsBust ? 1 : Math.Sign(player.Sum - dealer.Sum);
        if (!player.IsNatural) return result;
        return rules switch
        {
            BlackjackRules.SuttonBarto when !dealer.IsNatural => 1,
            BlackjackRules.NaturalPaysMore when result == 1 => 1.5,
            _ => result,
        };
    }
}

namespace MarlRec.Environments.Tables;

/// <summary>The exact dynamics of <see cref="Blackjack"/>. Thread safety: <em>immutable</em>.</summary>
internal static class BlackjackModel
{
    internal const int Sums = 32, Cards = 11, Stick = 0, Hit = 1;

    /// <summary>How many observations there are. Behind them stand the naturals, by the dealer's card: what they observe is also any other 21 with a usable ace.</summary>
    internal const int ObservationCount = Sums * Cards * 2;

    // By the dealer's first card: the hands with which the dealer ends.
    private static readonly (BlackjackHand Hand, double Probability)[][] s_dealers = [.. Enumerable.Range(0, Cards).Select(Dealer)];

    internal static int Observation(int sum, int dealerCard, bool usableAce) => (sum * Cards + dealerCard) * 2 + (usableAce ? 1 : 0);

    internal static int State(BlackjackHand player, int dealerCard) =>
        player.IsNatural ? ObservationCount + dealerCard : Observation(player.Sum, dealerCard, player.HasUsableAce);

    internal static TabularModel Table(BlackjackRules rules)
    {
        var hands = new (BlackjackHand Player, int DealerCard)?[ObservationCount + Cards];
        var start = new double[hands.Length];
        foreach (var (dealerCard, first, second) in Deals())
        {
            var player = default(BlackjackHand).With(first).With(second);
            start[State(player, dealerCard)] += BlackjackHand.Probability(dealerCard) * BlackjackHand.Probability(first) * BlackjackHand.Probability(second);
            Reach(player, dealerCard);
        }

        return new TabularModel(start, 2, Outcomes);

        void Reach(BlackjackHand player, int dealerCard)
        {
            var state = State(player, dealerCard);
            if (player.IsBust || hands[state] is not null) return;
            hands[state] = (player, dealerCard);
            for (var card = 1; card < Cards; card++) Reach(player.With(card), dealerCard);
        }

        IEnumerable<TabularOutcome> Outcomes(int state, int action)
        {
            if (hands[state] is not var (player, dealerCard)) return [];
            return action == Hit
                ? Enumerable.Range(1, BlackjackHand.Ten).Select(card => Take(player.With(card), dealerCard, BlackjackHand.Probability(card)))
                : s_dealers[dealerCard].Select(end => new TabularOutcome(end.Probability, state, BlackjackHand.Settle(rules, player, end.Hand), true));
        }
    }

    private static IEnumerable<(int DealerCard, int First, int Second)> Deals() =>
        from dealerCard in Enumerable.Range(1, BlackjackHand.Ten)
        from first in Enumerable.Range(1, BlackjackHand.Ten)
        from second in Enumerable.Range(1, BlackjackHand.Ten)
        select (dealerCard, first, second);

    private static TabularOutcome Take(BlackjackHand player, int dealerCard, double probability) =>
        new(probability, State(player, dealerCard), player.IsBust ? -1 : 0, player.IsBust);

    private static (BlackjackHand Hand, double Probability)[] Dealer(int card)
    {
        if (card == 0) return [];
        var ends = new Dictionary<BlackjackHand, double>();
        Play(default(BlackjackHand).With(card), 1);
        return [.. ends.OrderBy(end => end.Key.Sum).ThenBy(end => end.Key.Count).Select(end => (end.Key, end.Value))];

        void Play(BlackjackHand hand, double probability)
        {
            if (hand.DealerHits)
            {
                for (var next = 1; next < Cards; next++) Play(hand.With(next), probability * BlackjackHand.Probability(next));
                return;
            }

            // Only the sum and whether it is a natural count from here on.
            var key = new BlackjackHand(hand.Sum, false, hand.IsNatural ? hand.Count : 3);
            ends[key] = ends.GetValueOrDefault(key) + probability;
        }
    }
}

namespace MarlRec.Environments.Tables;

public class BlackjackTests
{
    [Theory]
    [InlineData("A T", 21, true, false)]
    [InlineData("A A", 12, true, false)]
    [InlineData("A A 9", 21, true, false)]
    [InlineData("A A T", 12, false, false)]
    [InlineData("A 5 T T", 26, false, true)]
    [InlineData("T T", 20, false, false)]
    [InlineData("T 6 5", 21, false, false)]
    [InlineData("T 6 6", 22, false, true)]
    public void AcesCountElevenWhereTheyCan(string cards, int sum, bool usableAce, bool bust)
    {
        var hand = Hand(cards);
        Assert.Equal((sum, usableAce, bust), (hand.Sum, hand.HasUsableAce, hand.IsBust));
    }

    [Theory]
    [InlineData("A T", "T 9", 1, 1, 1.5)]
    [InlineData("A T", "T 6 5", 1, 0, 0)]
    [InlineData("A T", "A T", 0, 0, 0)]
    [InlineData("A T", "T 6 6", 1, 1, 1.5)]
    [InlineData("T 6 5", "A T", 0, 0, 0)]
    [InlineData("A 5 5", "T 9", 1, 1, 1)]
    [InlineData("T 8", "T 9", -1, -1, -1)]
    [InlineData("T 8", "T 6 9", 1, 1, 1)]
    [InlineData("T 8", "9 9", 0, 0, 0)]
    public void NaturalsPayWhatTheRulesSay(string player, string dealer, double suttonBarto, double plain, double more)
    {
        Assert.Equal(suttonBarto, BlackjackHand.Settle(BlackjackRules.SuttonBarto, Hand(player), Hand(dealer)));
        Assert.Equal(plain, BlackjackHand.Settle(BlackjackRules.Plain, Hand(player), Hand(dealer)));
        Assert.Equal(more, BlackjackHand.Settle(BlackjackRules.NaturalPaysMore, Hand(player), Hand(dealer)));
    }

    [Fact]
    public void OptimalPolicyIsTheBooks()
    {
        // Sutton and Barto, figure 5.2, from the dealer's ace to ten: without a usable ace the least sum to stick on, and with one.
        var (_, policy) = DynamicProgram.Solve(new Blackjack().Model, null);
        Assert.Equal([17, 13, 13, 12, 12, 12, 17, 17, 17, 17], Enumerable.Range(1, 10).Select(card => LeastStick(card, false, 11)));
        Assert.Equal([19, 18, 18, 18, 18, 18, 18, 18, 19, 19], Enumerable.Range(1, 10).Select(card => LeastStick(card, true, 12)));

        int LeastStick(int card, bool ace, int from)
        {
            for (var sum = from; ; sum++)
                if (policy[^1][BlackjackModel.Observation(sum, card, ace)] == BlackjackModel.Stick) return sum;
        }
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Assert.Throws<ArgumentOutOfRangeException>("rules", () => new Blackjack((BlackjackRules)3));
        Assert.Throws<ArgumentException>("observation", () => Blackjack.IndexOf(0, new float[45]));
        Assert.Throws<ArgumentException>("observation", () => Blackjack.IndexOf(0, []));
    }

    private static BlackjackHand Hand(string cards) =>
        cards.Split(' ').Aggregate(default(BlackjackHand), (hand, card) => hand.With(card switch { "A" => 1, "T" => 10, _ => card[0] - '0' }));
}

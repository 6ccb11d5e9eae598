using System.Globalization;
using System.Text;
using MarlRec.Execution;

namespace MarlRec.Environments.Tables;

/// <summary>
/// Cards are taken (action 1) until the player has enough (0), near 21 and not above it; then the dealer takes cards up to 17. Winning earns 1, losing −1, a draw nothing.
/// Sutton and Barto, "Reinforcement Learning: An Introduction", example 5.1.
/// </summary>
/// <remarks>
/// <para>The rules are those of Gymnasium's <c>Blackjack-v1</c>: cards are drawn with replacement, one of the dealer's first two is seen, and every end terminates.</para>
/// <para>Observation: the player's sum (0 to 31), the dealer's card (1 the ace, to 10) and whether an ace counts 11, each one-hot; <see cref="IndexOf"/> numbers them for
/// tables. The model has the same states under the same numbers, and behind them ten more for naturals, which look like any other 21 with an ace.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class Blackjack : EnvironmentBase, ITabularEnvironment, ITextRenderable
{
    private static readonly MultiDiscreteSpace s_observations = new(BlackjackModel.Sums, BlackjackModel.Cards, 2);

    private readonly BlackjackRules _rules;
    // A hand of 21 aces is the longest that is not yet bust.
    private readonly int[] _playerCards = new int[BlackjackHand.Goal + 1];
    private readonly int[] _dealerCards = new int[BlackjackHand.Goal];
    private RandomStream _random = new(0);
    private BlackjackHand _player;
    private BlackjackHand _dealer;
    private int _lastAction = -1;

    /// <summary>Sets up a table.</summary>
    /// <param name="rules">What a natural is worth; by default what Gymnasium registers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rules"/> is not one of them.</exception>
    public Blackjack(BlackjackRules rules = BlackjackRules.SuttonBarto)
        : base(Describe(rules))
    {
        _rules = rules;
        Model = BlackjackModel.Table(rules);
    }

    /// <summary>How many numbers <see cref="IndexOf"/> gives: 704.</summary>
    public static int ObservationCount => BlackjackModel.ObservationCount;

    /// <inheritdoc/>
    public ITabularModel Model { get; }

    /// <inheritdoc/>
    public int State
    {
        get
        {
            ThrowIfNotDealt();
            return BlackjackModel.State(_player, _dealerCards[0]);
        }
    }

    /// <summary>The number of an observation: (sum · 11 + dealer's card) · 2 + usable ace. It has the form of a table's state indexer.</summary>
    /// <param name="agent">Not read.</param>
    /// <param name="observation">The three one-hot parts, [45].</param>
    /// <exception cref="ArgumentException"><paramref name="observation"/> is not one of this world's.</exception>
    public static int IndexOf(int agent, ReadOnlySpan<float> observation)
    {
        if (!s_observations.Contains(observation)) throw new ArgumentException($"The observation must be in {s_observations}.", nameof(observation));
        var sum = observation.IndexOf(1f);
        var card = observation[BlackjackModel.Sums..].IndexOf(1f);
        return BlackjackModel.Observation(sum, card, observation[^1] == 1);
    }

    /// <summary>Draws both hands, the dealer's hidden card as <c>?</c> until the player has enough, and below them the last action.</summary>
    /// <inheritdoc/>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ThrowIfNotDealt();
        Append(text.Append("dealer"), _dealerCards, _lastAction == BlackjackModel.Stick ? _dealer.Count : 1);
        if (_lastAction == BlackjackModel.Stick) text.Append(CultureInfo.InvariantCulture, $" = {_dealer.Sum}\n");
        else text.Append(" ?\n");
        Append(text.Append("player"), _playerCards, _player.Count);
        text.Append(CultureInfo.InvariantCulture, $" = {_player.Sum}").Append(_player.HasUsableAce ? ", usable ace\n" : "\n");
        if (_lastAction >= 0) text.Append(_lastAction == BlackjackModel.Hit ? "(Hit)\n" : "(Stick)\n");
    }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        _random = random;
        _lastAction = -1;
        _player = _dealer = default;
        Draw(ref _dealer, _dealerCards);
        Draw(ref _dealer, _dealerCards);
        Draw(ref _player, _playerCards);
        Draw(ref _player, _playerCards);
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        _lastAction = actions[0];
        if (_lastAction == BlackjackModel.Hit)
        {
            Draw(ref _player, _playerCards);
            buffers.Terminated[0] = _player.IsBust;
            buffers.Rewards[0] = _player.IsBust ? -1 : 0;
        }
        else
        {
            while (_dealer.DealerHits) Draw(ref _dealer, _dealerCards);
            buffers.Terminated[0] = true;
            buffers.Rewards[0] = (float)BlackjackHand.Settle(_rules, _player, _dealer);
        }

        Observe(buffers);
    }

    private static EnvironmentSpec Describe(BlackjackRules rules)
    {
        if (rules is < BlackjackRules.SuttonBarto or > BlackjackRules.NaturalPaysMore)
            throw new ArgumentOutOfRangeException(nameof(rules), rules, "rules must be SuttonBarto, Plain or NaturalPaysMore.");
        return new EnvironmentSpec { Name = "Blackjack-v1", AgentCount = 1, ObservationSpaces = [s_observations], ActionSpaces = [new DiscreteSpace(2)] };
    }

    private static void Append(StringBuilder text, ReadOnlySpan<int> cards, int count)
    {
        foreach (var card in cards[..count]) text.Append(' ').Append(card == BlackjackHand.Ace ? "A" : card.ToString(CultureInfo.InvariantCulture));
    }

    private void Draw(ref BlackjackHand hand, int[] cards)
    {
        var card = BlackjackHand.CardOf(_random.Next(13));
        cards[hand.Count] = card;
        hand = hand.With(card);
    }

    private void ThrowIfNotDealt()
    {
        if (_player.Count == 0) throw new InvalidOperationException($"{Spec.Name} has no episode; call Reset first.");
    }

    private void Observe(StepBuffers buffers) =>
        s_observations.Encode([_player.Sum, _dealerCards[0], _player.HasUsableAce ? 1 : 0], buffers.Observation(0));
}

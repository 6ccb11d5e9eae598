using System.Globalization;
using System.Numerics;

namespace MarlRec.Environments.Extensive;

/// <summary>A state of <see cref="KuhnPoker"/>. Its fields are values only, so a shallow copy is a full one.</summary>
internal sealed class KuhnPokerState(KuhnPoker game) : GameState(game)
{
    private const int NotDealt = -1;
    private const string Ranks = "JQK";

    private int _card0;
    private int _card1;
    private int _moves;

    // Bit m: move m was a bet.
    private uint _bets;

    public override int Player => _card1 == NotDealt ? ChancePlayer : IsOver ? TerminalPlayer : _moves % 2;

    // Two moves end the game, unless they were pass and bet: then the first player answers.
    private bool IsOver => _moves == 3 || (_moves == 2 && _bets != 0b10);

    public override void Restart() => (_card0, _card1, _moves, _bets) = (NotDealt, NotDealt, 0, 0);

    public override GameState Clone() => (KuhnPokerState)MemberwiseClone();

    public override string ToString() => $"cards {Rank(_card0)} {Rank(_card1)}, moves {(_moves == 0 ? "-" : History())}";

    protected override bool Allows(int action) => true;

    protected override double ProbabilityOf(int outcome) => _card0 == NotDealt ? 1.0 / KuhnPoker.Cards : outcome == _card0 ? 0 : 1.0 / (KuhnPoker.Cards - 1);

    protected override void OnApply(int action)
    {
        if (_card0 == NotDealt) _card0 = action;
        else if (_card1 == NotDealt) _card1 = action;
        else _bets |= (uint)action << _moves++;
    }

    protected override double ReturnOf(int player)
    {
        var bets = BitOperations.PopCount(_bets);
        // A single bet was not called: its bettor wins. Else the cards decide, over 1 or, after bet and call, 2.
        var winner = bets == 1 ? BitOperations.TrailingZeroCount(_bets) % 2 : _card0 > _card1 ? 0 : 1;
        var stake = bets == 2 ? 2 : 1;
        return player == winner ? stake : -stake;
    }

    protected override string InformationStateOf(int player)
    {
        var card = CardOf(player);
        return (card == NotDealt ? "" : card.ToString(CultureInfo.InvariantCulture)) + History();
    }

    protected override void EncodeInformationState(int player, Span<float> tensor)
    {
        tensor[player] = 1;
        var card = CardOf(player);
        if (card != NotDealt) tensor[KuhnPoker.Players + card] = 1;
        for (var move = 0; move < _moves; move++) tensor[KuhnPoker.Players + KuhnPoker.Cards + 2 * move + (IsBet(move) ? 1 : 0)] = 1;
    }

    private static char Rank(int card) => card == NotDealt ? '-' : Ranks[card];

    private int CardOf(int player) => player == 0 ? _card0 : _card1;

    private bool IsBet(int move) => (_bets >> move & 1) != 0;

    private string History() => string.Create(_moves, this, static (text, state) =>
    {
        for (var move = 0; move < text.Length; move++) text[move] = state.IsBet(move) ? 'b' : 'p';
    });
}

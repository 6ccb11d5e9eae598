using System.Globalization;
using System.Text;

namespace MarlRec.Environments.Extensive;

/// <summary>A state of <see cref="LeducPoker"/>. Its fields are values only, so a shallow copy is a full one.</summary>
internal sealed class LeducPokerState(LeducPoker game) : GameState(game)
{
    private const int Nobody = -1, NotDealt = -1;

    // Card 2·rank + suit.
    private static readonly string[] CardNames = ["Js", "Jh", "Qs", "Qh", "Ks", "Kh"];

    private int _card0;
    private int _card1;
    private int _public;
    private BettingRound _first;
    private BettingRound _second;
    private int _paid0;
    private int _paid1;
    private int _folded;

    public override int Player
    {
        get
        {
            if (_card1 == NotDealt) return ChancePlayer;
            if (_folded != Nobody || _second.IsOver) return TerminalPlayer;
            if (_public != NotDealt) return _second.Moves % 2;
            return _first.IsOver ? ChancePlayer : _first.Moves % 2;
        }
    }

    private bool InSecondRound => _public != NotDealt;

    public override void Restart()
    {
        (_card0, _card1, _public) = (NotDealt, NotDealt, NotDealt);
        (_first, _second) = (default, default);
        (_paid0, _paid1, _folded) = (1, 1, Nobody);
    }

    public override GameState Clone() => (LeducPokerState)MemberwiseClone();

    public override string ToString()
    {
        var text = new StringBuilder("cards ").Append(NameOf(_card0)).Append(' ').Append(NameOf(_card1)).Append(", moves ");
        AppendMoves(text, first: "-");
        if (_folded != Nobody) text.Append('f');
        return text.Append(CultureInfo.InvariantCulture, $", paid {_paid0} {_paid1}").ToString();
    }

    protected override bool Allows(int action) => action switch
    {
        LeducPoker.Fold => PaidBy(1 - Player) > PaidBy(Player),
        LeducPoker.Raise => (InSecondRound ? _second : _first).Raises < LeducPoker.RaisesOfRound,
        _ => true,
    };

    protected override double ProbabilityOf(int outcome)
    {
        if (outcome == _card0 || outcome == _card1) return 0;
        return 1.0 / (LeducPoker.Cards - (_card0 == NotDealt ? 0 : _card1 == NotDealt ? 1 : 2));
    }

    protected override void OnApply(int action)
    {
        if (_card0 == NotDealt) _card0 = action;
        else if (_card1 == NotDealt) _card1 = action;
        else if (IsChance) _public = action;
        else if (action == LeducPoker.Fold) _folded = Player;
        else Bet(raise: action == LeducPoker.Raise);
    }

    protected override double ReturnOf(int player)
    {
        var winner = _folded != Nobody ? 1 - _folded : StrengthOf(0) == StrengthOf(1) ? Nobody : StrengthOf(0) > StrengthOf(1) ? 0 : 1;
        // The winner gets what the loser has paid, which after a fold is less than what he has paid himself.
        return winner == Nobody ? 0 : player == winner ? PaidBy(1 - player) : -PaidBy(player);
    }

    protected override string InformationStateOf(int player)
    {
        if (CardOf(player) == NotDealt) return "";
        var text = new StringBuilder(NameOf(CardOf(player))).Append(' ');
        AppendMoves(text, first: "");
        return text.ToString().TrimEnd();
    }

    protected override void EncodeInformationState(int player, Span<float> tensor)
    {
        tensor[player] = 1;
        tensor = tensor[LeducPoker.Players..];
        if (CardOf(player) != NotDealt) tensor[CardOf(player)] = 1;
        tensor = tensor[LeducPoker.Cards..];
        if (_public != NotDealt) tensor[_public] = 1;
        tensor = tensor[LeducPoker.Cards..];
        _first.Encode(tensor);
        _second.Encode(tensor[(2 * LeducPoker.MovesOfRound)..]);
    }

    private static string NameOf(int card) => card == NotDealt ? "-" : CardNames[card];

    private void AppendMoves(StringBuilder text, string first)
    {
        if (_first.Moves == 0) text.Append(first);
        _first.AppendTo(text);
        if (!InSecondRound) return;
        text.Append(' ').Append(NameOf(_public)).Append(' ');
        _second.AppendTo(text);
    }

    private void Bet(bool raise)
    {
        var player = Player;
        var paid = PaidBy(1 - player) + (raise ? InSecondRound ? 4 : 2 : 0);
        if (player == 0) _paid0 = paid;
        else _paid1 = paid;
        if (InSecondRound) _second.Add(raise);
        else _first.Add(raise);
    }

    private int StrengthOf(int player)
    {
        var rank = CardOf(player) / LeducPoker.Suits;
        return rank == _public / LeducPoker.Suits ? LeducPoker.Cards : rank;
    }

    private int CardOf(int player) => player == 0 ? _card0 : _card1;

    private int PaidBy(int player) => player == 0 ? _paid0 : _paid1;
}

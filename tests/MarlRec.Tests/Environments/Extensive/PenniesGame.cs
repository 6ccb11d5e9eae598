namespace MarlRec.Environments.Extensive;

/// <summary>Matching pennies one after the other, with flaws on request. Player 0 wins 1 if both show the same side.</summary>
internal sealed class PenniesGame : IExtensiveGame
{
    public string Name { get; init; } = "Pennies";

    public int PlayerCount { get; init; } = 2;

    public int ActionCount => 2;

    public int ChanceOutcomeCount => 2;

    public Space InformationStateSpace { get; } = new BoxSpace(0, 2, 2);

    /// <summary>Whether player 1 sees the side that player 0 shows.</summary>
    public bool Open { get; init; }

    /// <summary>How likely each side of a coin is that is thrown first and shown to nobody.</summary>
    public double[] Coin { get; init; } = [0.5, 0.5];

    /// <summary>Whether player 0 moves twice, knowing nothing of the first time.</summary>
    public bool Forgetful { get; init; }

    /// <summary>Whether player 1 may show side 1 only if player 0 did.</summary>
    public bool Leaking { get; init; }

    /// <summary>Whether player 1 may do nothing.</summary>
    public bool Stuck { get; init; }

    /// <summary>Whose turn it is said to be instead of player 0's.</summary>
    public int First { get; init; }

    /// <summary>What the winner gets.</summary>
    public double Stake { get; init; } = 1;

    public GameState Start() => new State(this);

    internal sealed class State(PenniesGame game) : GameState(game)
    {
        private int _coin = -1, _first = -1, _second = -1, _moves;

        public override int Player => _coin < 0 ? ChancePlayer : _first < 0 || (game.Forgetful && _moves < 2) ? game.First : _second < 0 ? 1 : TerminalPlayer;

        public override void Restart() => (_coin, _first, _second, _moves) = (-1, -1, -1, 0);

        public override GameState Clone() => (State)MemberwiseClone();

        public override string ToString() => $"coin {_coin}, {_first} {_second}";

        protected override bool Allows(int action) => Player == 0 || (!game.Stuck && (!game.Leaking || action <= _first));

        protected override double ProbabilityOf(int outcome) => game.Coin[outcome];

        protected override void OnApply(int action)
        {
            if (_coin < 0) _coin = action;
            else if (Player == 0) (_first, _moves) = (action, _moves + 1);
            else _second = action;
        }

        protected override double ReturnOf(int player) => (player == 0) == (_first == _second) ? game.Stake : -game.Stake;

        protected override string InformationStateOf(int player) => player == 1 && game.Open ? $"sees {_first}" : "blind";

        protected override void EncodeInformationState(int player, Span<float> tensor)
        {
            tensor[0] = player;
            if (player == 1 && game.Open) tensor[1] = 1 + _first;
        }
    }
}

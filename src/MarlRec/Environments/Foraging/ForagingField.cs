using MarlRec.Execution;

namespace MarlRec.Environments.Foraging;

/// <summary>Where players and foods are, and the rules by which they get there, move and are loaded.</summary>
/// <remarks>Cells have a rim of one cell around them, so that no move leaves the array. Foods are far enough apart that no cell has two of them beside it.</remarks>
internal sealed class ForagingField
{
    private const int Load = 5, Tries = 1000, Rim = -1;

    private readonly ForagingOptions _options;
    private readonly int _stride;
    private readonly int[] _cells;
    private readonly int[] _steps;
    private readonly int[] _targets;
    private readonly int[] _loading;
    private readonly int[] _levels;

    internal ForagingField(ForagingOptions options)
    {
        _options = options;
        _stride = options.Columns + 2;
        // None, north, south, west, east, load.
        _steps = [0, -_stride, _stride, -1, 1, 0];
        _cells = new int[(options.Rows + 2) * _stride];
        Players = new Item[options.Players];
        Foods = new Item[options.Foods];
        _targets = new int[options.Players];
        _loading = new int[options.Players];
        _levels = new int[options.Players];
    }

    /// <summary>A player, or a food; a level of 0: no food (any more).</summary>
    internal record struct Item(int Row, int Column, int Level);

    internal Item[] Players { get; }

    /// <summary>Row by row from the upper left.</summary>
    internal Item[] Foods { get; }

    internal int FoodsLeft { get; private set; }

    /// <summary>The sum of the levels of all foods at the start.</summary>
    internal int FoodSpawned { get; private set; }

    internal void Start(RandomStream random)
    {
        Array.Fill(_cells, Rim);
        for (var row = 0; row < _options.Rows; row++) _cells.AsSpan(CellOf(row, 0), _options.Columns).Clear();
        PlacePlayers(random);
        PlaceFoods(random);
    }

    /// <summary>Puts a running episode into a state of the caller's choice.</summary>
    internal void Set(ReadOnlySpan<Item> players, ReadOnlySpan<Item> foods)
    {
        foreach (ref var cell in _cells.AsSpan()) cell = Math.Min(cell, 0);
        players.CopyTo(Players);
        foods.CopyTo(Foods);
        SettleFoods();
    }

    internal bool IsValid(int player, int action) => action switch
    {
        0 => true,
        Load => AdjacentFood(player) > 0,
        _ => _cells[CellOf(Players[player].Row, Players[player].Column) + _steps[action]] == 0,
    };

    internal void Step(ReadOnlySpan<int> actions, Span<float> rewards)
    {
        Move(actions);
        for (var player = 0; player < Players.Length; player++)
        {
            var food = _loading[player];
            if (food == 0) continue;
            var level = 0;
            for (var other = player; other < Players.Length; other++)
                if (_loading[other] == food) level += Players[other].Level;
            Settle(food, level, rewards);
        }
    }

    private void Move(ReadOnlySpan<int> actions)
    {
        for (var player = 0; player < Players.Length; player++)
        {
            var cell = CellOf(Players[player].Row, Players[player].Column);
            _loading[player] = actions[player] == Load ? AdjacentFood(player) : 0;
            var target = cell + _steps[actions[player]];
            _targets[player] = _cells[target] == 0 ? target : cell;
        }

        for (var player = 0; player < Players.Length; player++)
        {
            // Two who want the same cell stay where they are; and then others may come to stand in their cells, as in the original.
            var contested = false;
            for (var other = 0; other < Players.Length; other++) contested |= other != player && _targets[other] == _targets[player];
            if (!contested) Players[player] = Players[player] with { Row = _targets[player] / _stride - 1, Column = _targets[player] % _stride - 1 };
        }
    }

    private void Settle(int food, int level, Span<float> rewards)
    {
        ref var item = ref Foods[food - 1];
        var loaded = level >= item.Level;
        var unit = (double)item.Level / (_options.NormalizeReward ? (double)level * FoodSpawned : 1);
        for (var player = 0; player < Players.Length; player++)
        {
            if (_loading[player] != food) continue;
            _loading[player] = 0;
            rewards[player] = loaded ? (float)(Players[player].Level * unit) : -_options.Penalty;
        }

        if (!loaded) return;
        _cells[CellOf(item.Row, item.Column)] = 0;
        item = new Item(-1, -1, 0);
        FoodsLeft--;
    }

    private int AdjacentFood(int player)
    {
        var cell = CellOf(Players[player].Row, Players[player].Column);
        for (var direction = 1; direction < Load; direction++)
            if (_cells[cell + _steps[direction]] is > 0 and var food) return food;
        return 0;
    }

    private int CellOf(int row, int column) => (row + 1) * _stride + column + 1;

    private void PlacePlayers(RandomStream random)
    {
        var cut = _options.Version == ForagingVersion.V1 ? 1 : 0;
        for (var player = 0; player < Players.Length; player++)
        {
            int row, column, tries = 0;
            do
            {
                (row, column) = (random.Next(_options.Rows - cut), random.Next(_options.Columns - cut));
            }
            while (IsTaken(row, column, player) && ++tries < Tries);
            // Never on a field that is half empty, or once in 2^1000: then the first free cell.
            for (var cell = 0; tries == Tries && IsTaken(row, column, player); cell++) (row, column) = (cell / _options.Columns, cell % _options.Columns);
            var level = _options.MinPlayerLevel + random.Next(_options.MaxPlayerLevel - _options.MinPlayerLevel + 1);
            Players[player] = new Item(row, column, level);
        }
    }

    private void PlaceFoods(RandomStream random)
    {
        var highest = _options.MaxFoodLevel ?? SumOfThreeLowest();
        var lowest = _options.ForceCooperation ? highest : _options.MinFoodLevel;
        var levels = Math.Max(1, highest - lowest + (_options.Version == ForagingVersion.V3 ? 1 : 0));
        var placed = 0;
        for (var tries = 0; tries < Tries && placed < Foods.Length; tries++)
        {
            var (row, column) = (1 + random.Next(_options.Rows - 2), 1 + random.Next(_options.Columns - 2));
            if (IsTaken(row, column, Players.Length) || IsNearFood(row, column, placed)) continue;
            Foods[placed++] = new Item(row, column, lowest + random.Next(levels));
        }

        Foods.AsSpan(placed).Fill(new Item(-1, -1, 0));
        Foods.AsSpan(0, placed).Sort(static (a, b) => a.Row != b.Row ? a.Row - b.Row : a.Column - b.Column);
        SettleFoods();
    }

    private void SettleFoods()
    {
        (FoodsLeft, FoodSpawned) = (0, 0);
        for (var food = 0; food < Foods.Length; food++)
        {
            if (Foods[food].Level == 0) continue;
            _cells[CellOf(Foods[food].Row, Foods[food].Column)] = food + 1;
            FoodSpawned += Foods[food].Level;
            FoodsLeft++;
        }
    }

    private int SumOfThreeLowest()
    {
        for (var player = 0; player < Players.Length; player++) _levels[player] = Players[player].Level;
        _levels.AsSpan().Sort();
        var sum = 0;
        for (var i = 0; i < Math.Min(3, _levels.Length); i++) sum += _levels[i];
        return sum;
    }

    private bool IsTaken(int row, int column, int players)
    {
        for (var player = 0; player < players; player++)
            if (Players[player].Row == row && Players[player].Column == column) return true;
        return false;
    }

    /// <summary>Whether a food is two steps away or less: in the 3 x 3 cells around, or two cells away in the row or the column.</summary>
    private bool IsNearFood(int row, int column, int foods)
    {
        for (var food = 0; food < foods; food++)
            if (Math.Abs(Foods[food].Row - row) + Math.Abs(Foods[food].Column - column) <= 2) return true;
        return false;
    }
}

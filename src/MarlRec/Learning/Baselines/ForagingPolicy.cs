using MarlRec.Environments;
using MarlRec.Environments.Foraging;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

/// <summary>
/// Plans a <see cref="LevelBasedForaging"/> for all players at once: the food that enough players can reach first gets the nearest of them, then the next
/// food the next players; each takes a cell of its own beside its food, and they load when all have arrived.
/// </summary>
/// <remarks>
/// <para>It reads the global state, and so sees more than players with a short sight: a ceiling, not a rival. Who is not needed anywhere goes along with the first food.
/// It plans anew in every step, and draws nothing.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class ForagingPolicy : IPolicy
{
    private readonly ForagingOptions _options;
    private readonly ForagingPaths _paths;
    private readonly int[] _foodOf;
    private readonly int[] _slotOf;
    private readonly int[] _order;
    private readonly int[] _best;
    private readonly bool[] _served;

    /// <summary>Makes the policy for a world.</summary>
    /// <param name="options">The world's options, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are not valid.</exception>
    public ForagingPolicy(ForagingOptions? options = null)
    {
        _options = options ?? new ForagingOptions();
        _options.Validate();
        _paths = new ForagingPaths(_options.Rows, _options.Columns);
        _foodOf = new int[_options.Players];
        _slotOf = new int[_options.Players];
        _order = new int[_options.Players];
        _best = new int[_options.Players];
        _served = new bool[_options.Foods];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="observation"/> is null.</exception>
    public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var spec = observation.Spec;
        if (spec.Name != _options.Name || spec.StateSize != 3 * (_options.Foods + _options.Players))
            throw new ArgumentException($"observation is of {spec.Name}, but {_options.Name} was expected.", nameof(observation));
        Throw.IfLengthDiffers(actions.Length, _options.Players, nameof(actions));
        Plan(observation.State);
        for (var player = 0; player < actions.Length; player++)
        {
            if (!observation.Acting[player]) continue;
            actions[player] = Decide(player, observation.State);
            if (!observation.Mask(player)[actions[player]]) actions[player] = 0;
        }
    }

    private (int Row, int Column, int Level) Food(ReadOnlySpan<float> state, int food) => At(state, food);

    private (int Row, int Column, int Level) Player(ReadOnlySpan<float> state, int player) => At(state, _options.Foods + player);

    private static (int Row, int Column, int Level) At(ReadOnlySpan<float> state, int item) => ((int)state[3 * item], (int)state[3 * item + 1], (int)state[3 * item + 2]);

    /// <summary>Gives each player a food and a cell beside it.</summary>
    private void Plan(ReadOnlySpan<float> state)
    {
        _paths.Clear();
        for (var food = 0; food < _options.Foods; food++)
            if (Food(state, food) is { Level: > 0 } item) _paths.Block(item.Row, item.Column);
        Array.Fill(_foodOf, -1);
        Array.Fill(_slotOf, -1);
        Array.Clear(_served);
        var first = -1;
        while (NextFood(state, out var members) is >= 0 and var food)
        {
            _served[food] = true;
            if (first < 0) first = food;
            for (var i = 0; i < members; i++) TakeSlot(_best[i], food, state);
        }

        for (var player = 0; player < _foodOf.Length && first >= 0; player++)
            if (_foodOf[player] < 0) TakeSlot(player, first, state);
    }

    /// <summary>The food that enough free players reach first; they are listed in <c>_best</c>. −1 if there is none.</summary>
    private int NextFood(ReadOnlySpan<float> state, out int members)
    {
        var (bestFood, soonest) = (-1, int.MaxValue);
        members = 0;
        for (var food = 0; food < _options.Foods; food++)
        {
            var item = Food(state, food);
            if (item.Level == 0 || _served[food]) continue;
            var free = SortFreePlayers(item, state);
            int level = 0, needed = 0;
            while (needed < Math.Min(free, 4) && level < item.Level) level += Player(state, _order[needed++]).Level;
            if (level < item.Level) continue;
            var time = DistanceOf(_order[needed - 1], item, state);
            if (time >= soonest) continue;
            (bestFood, soonest, members) = (food, time, needed);
            _order.CopyTo(_best, 0);
        }

        return bestFood;
    }

    /// <summary>Lists the players without a food, the nearest first; returns how many there are.</summary>
    private int SortFreePlayers((int Row, int Column, int Level) food, ReadOnlySpan<float> state)
    {
        var count = 0;
        for (var player = 0; player < _foodOf.Length; player++)
        {
            if (_foodOf[player] >= 0) continue;
            var distance = DistanceOf(player, food, state);
            var at = count++;
            for (; at > 0 && DistanceOf(_order[at - 1], food, state) > distance; at--) _order[at] = _order[at - 1];
            _order[at] = player;
        }

        return count;
    }

    private int DistanceOf(int player, (int Row, int Column, int Level) food, ReadOnlySpan<float> state)
    {
        var (row, column, _) = Player(state, player);
        return Math.Abs(row - food.Row) + Math.Abs(column - food.Column);
    }

    /// <summary>Gives a player the nearest cell beside a food that nobody else has been given.</summary>
    private void TakeSlot(int player, int food, ReadOnlySpan<float> state)
    {
        _foodOf[player] = food;
        var item = Food(state, food);
        var self = Player(state, player);
        var nearest = int.MaxValue;
        for (var direction = 1; direction <= 4; direction++)
        {
            var (row, column) = ForagingPaths.Move(item.Row, item.Column, direction);
            var cell = _paths.CellOf(row, column);
            if (cell < 0 || _paths.IsBlocked(cell) || _slotOf.AsSpan().Contains(cell)) continue;
            var distance = Math.Abs(row - self.Row) + Math.Abs(column - self.Column);
            if (distance < nearest) (nearest, _slotOf[player]) = (distance, cell);
        }
    }

    private int Decide(int player, ReadOnlySpan<float> state)
    {
        if (_foodOf[player] < 0 || _slotOf[player] < 0) return 0;
        var self = Player(state, player);
        var cell = _paths.CellOf(self.Row, self.Column);
        if (cell == _slotOf[player]) return HaveArrived(_foodOf[player], state) ? 5 : 0;
        // Players who stand where they should are in the way of the others.
        for (var other = 0; other < _foodOf.Length; other++)
            if (other != player && IsInPlace(other, state)) _paths.Occupy(_slotOf[other]);
        var direction = _paths.FirstMove(cell, _slotOf[player]);
        _paths.Vacate();
        // The cell ahead belongs to this player until the step is over.
        if (direction > 0) _paths.Reserve(cell, direction);
        return direction;
    }

    private bool IsInPlace(int player, ReadOnlySpan<float> state)
    {
        var (row, column, _) = Player(state, player);
        return _slotOf[player] == _paths.CellOf(row, column);
    }

    /// <summary>Whether those who stand beside the food are strong enough together.</summary>
    private bool HaveArrived(int food, ReadOnlySpan<float> state)
    {
        var level = 0;
        for (var player = 0; player < _foodOf.Length; player++)
            if (_foodOf[player] == food && IsInPlace(player, state)) level += Player(state, player).Level;
        return level >= Food(state, food).Level;
    }
}

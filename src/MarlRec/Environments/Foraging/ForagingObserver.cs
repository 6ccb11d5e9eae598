namespace MarlRec.Environments.Foraging;

/// <summary>What players see of the field.</summary>
internal sealed class ForagingObserver(ForagingOptions options, ForagingField field)
{
    private readonly int _sight = options.SightCells;

    internal static BoxSpace Space(ForagingOptions options)
    {
        if (options.GridObservation)
        {
            var side = 2 * options.SightCells + 1;
            var layer = checked(side * side);
            var highest = new float[checked(3 * layer)];
            highest.AsSpan(0, layer).Fill(options.ObserveLevels ? options.MaxPlayerLevel : 1);
            highest.AsSpan(layer, layer).Fill(options.FoodLevelLimit);
            highest.AsSpan(2 * layer).Fill(1);
            return new BoxSpace(new float[highest.Length], highest);
        }

        var low = new List<float>();
        var high = new List<float>();
        for (var food = 0; food < options.Foods; food++) Add(options.FoodLevelLimit, true);
        for (var player = 0; player < options.Players; player++) Add(options.MaxPlayerLevel, options.ObserveLevels);
        return new BoxSpace([.. low], [.. high]);

        void Add(int level, bool observed)
        {
            low.AddRange([-1, -1]);
            high.AddRange([options.Rows - 1, options.Columns - 1]);
            if (!observed) return;
            low.Add(0);
            high.Add(level);
        }
    }

    internal void Observe(int player, Span<float> row)
    {
        if (options.GridObservation) ObserveGrid(player, row);
        else ObserveLists(player, row);
    }

    internal void WriteState(Span<float> state)
    {
        var next = 0;
        foreach (var food in field.Foods) Write(state, ref next, food.Row, food.Column, food.Level, true);
        foreach (var player in field.Players) Write(state, ref next, player.Row, player.Column, player.Level, true);
    }

    private static void Write(Span<float> row, ref int next, int y, int x, int level, bool withLevel)
    {
        row[next++] = y;
        row[next++] = x;
        if (withLevel) row[next++] = level;
    }

    private void ObserveLists(int player, Span<float> row)
    {
        var self = field.Players[player];
        var (top, left) = (Math.Max(0, self.Row - _sight), Math.Max(0, self.Column - _sight));
        var next = 0;
        foreach (var food in field.Foods)
            if (food.Level > 0 && Math.Abs(food.Row - self.Row) <= _sight && Math.Abs(food.Column - self.Column) <= _sight)
                Write(row, ref next, food.Row - top, food.Column - left, food.Level, true);
        while (next < 3 * options.Foods) Write(row, ref next, -1, -1, 0, true);
        Write(row, ref next, self.Row - top, self.Column - left, self.Level, options.ObserveLevels);
        var unseen = options.Players - 1;
        for (var other = 0; other < options.Players; other++)
        {
            // Near the upper or left rim the window is cut short, but players are still seen as far as its full width reaches: the original's rule.
            var (y, x) = (field.Players[other].Row - top, field.Players[other].Column - left);
            if (other == player || Math.Min(y, x) < 0 || Math.Max(y, x) > 2 * _sight) continue;
            Write(row, ref next, y, x, field.Players[other].Level, options.ObserveLevels);
            unseen--;
        }

        for (; unseen > 0; unseen--) Write(row, ref next, -1, -1, 0, options.ObserveLevels);
    }

    private void ObserveGrid(int player, Span<float> row)
    {
        var side = 2 * _sight + 1;
        row[..(3 * side * side)].Clear();
        var levels = row[..(side * side)];
        var foods = row.Slice(side * side, side * side);
        var access = row.Slice(2 * side * side, side * side);
        var (top, left) = (field.Players[player].Row - _sight, field.Players[player].Column - _sight);
        for (var r = Math.Max(0, -top); r < Math.Min(side, options.Rows - top); r++)
            access[(r * side + Math.Max(0, -left))..(r * side + Math.Min(side, options.Columns - left))].Fill(1);
        foreach (var food in field.Foods)
        {
            if (food.Level == 0 || CellOf(food) is not (>= 0 and var cell)) continue;
            foods[cell] = food.Level;
            access[cell] = 0;
        }

        foreach (var other in field.Players)
        {
            if (CellOf(other) is not (>= 0 and var cell)) continue;
            levels[cell] = options.ObserveLevels ? other.Level : 1;
            access[cell] = 0;
        }

        int CellOf(ForagingField.Item item)
        {
            var (r, c) = (item.Row - top, item.Column - left);
            return (uint)r < (uint)side && (uint)c < (uint)side ? r * side + c : -1;
        }
    }
}

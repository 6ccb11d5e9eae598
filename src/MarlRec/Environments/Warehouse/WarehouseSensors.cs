namespace MarlRec.Environments.Warehouse;

/// <summary>What agents see of the floor, and the state of all of it.</summary>
internal sealed class WarehouseSensors(WarehouseOptions options, WarehouseFloor floor)
{
    private const int OfSelf = 8, OfCell = 7;

    internal static BoxSpace Space(WarehouseOptions options, WarehouseMap map)
    {
        var side = 2 * options.SensorRange + 1;
        var high = new float[OfSelf + OfCell * side * side];
        Array.Fill(high, 1);
        if (!options.NormalizedCoordinates) (high[0], high[1]) = (map.Columns - 1, map.Rows - 1);
        return new BoxSpace(new float[high.Length], high);
    }

    internal void Observe(int agent, Span<float> row)
    {
        row.Clear();
        var map = floor.Map;
        var place = floor.Places[agent];
        var (y, x) = (place / map.Columns, place % map.Columns);
        row[0] = options.NormalizedCoordinates ? x / (float)Math.Max(1, map.Columns - 1) : x;
        row[1] = options.NormalizedCoordinates ? y / (float)Math.Max(1, map.Rows - 1) : y;
        row[2] = floor.Carried[agent] >= 0 ? 1 : 0;
        row[3 + floor.Directions[agent]] = 1;
        row[7] = map.IsHighway(place) ? 1 : 0;
        row = row[OfSelf..];
        for (var r = y - options.SensorRange; r <= y + options.SensorRange; r++)
        {
            for (var c = x - options.SensorRange; c <= x + options.SensorRange; c++)
            {
                var inside = (uint)r < (uint)map.Rows && (uint)c < (uint)map.Columns;
                ObserveCell(inside ? r * map.Columns + c : -1, row);
                row = row[OfCell..];
            }
        }
    }

    internal void WriteState(Span<float> state)
    {
        state.Clear();
        var columns = floor.Map.Columns;
        for (var agent = 0; agent < floor.Places.Length; agent++)
        {
            state[0] = floor.Places[agent] % columns;
            state[1] = floor.Places[agent] / columns;
            state[2 + floor.Directions[agent]] = 1;
            state[6] = floor.Carried[agent] >= 0 ? 1 : 0;
            state = state[7..];
        }

        for (var shelf = 0; shelf < floor.ShelfPlaces.Length; shelf++)
        {
            state[0] = floor.ShelfPlaces[shelf] % columns;
            state[1] = floor.ShelfPlaces[shelf] / columns;
            state[2] = floor.IsRequested[shelf] ? 1 : 0;
            state = state[3..];
        }
    }

    private void ObserveCell(int cell, Span<float> row)
    {
        var agent = cell < 0 ? -1 : floor.AgentAt[cell] - 1;
        var shelf = cell < 0 ? -1 : floor.ShelfAt[cell] - 1;
        row[0] = agent >= 0 ? 1 : 0;
        row[1 + (agent >= 0 ? floor.Directions[agent] : 0)] = 1;
        row[5] = shelf >= 0 ? 1 : 0;
        row[6] = shelf >= 0 && floor.IsRequested[shelf] ? 1 : 0;
    }
}

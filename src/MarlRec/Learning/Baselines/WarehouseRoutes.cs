using MarlRec.Environments.Warehouse;

namespace MarlRec.Learning.Baselines;

/// <summary>Shortest ways of agents that must turn before they go, by breadth-first search over places and directions.</summary>
internal sealed class WarehouseRoutes(WarehouseMap map, WarehouseView view)
{
    private const int Directions = 4;

    private readonly int[] _cameFrom = new int[map.CellCount * Directions];
    private readonly int[] _queue = new int[map.CellCount * Directions];
    private int _end;

    /// <summary>Finds a shortest way to any goal, off the walls; returns whether there is one.</summary>
    internal bool Find(int agent, ReadOnlySpan<bool> goals, ReadOnlySpan<bool> walls)
    {
        Array.Fill(_cameFrom, -1);
        var (head, tail) = (0, 0);
        var start = view.Places[agent] * Directions + view.Directions[agent];
        _cameFrom[start] = start;
        _queue[tail++] = start;
        while (head < tail)
        {
            _end = _queue[head++];
            var (cell, direction) = (_end / Directions, _end % Directions);
            if (goals[cell]) return true;
            for (var action = WarehouseFloor.Forward; action <= WarehouseFloor.Right; action++)
            {
                var next = action == WarehouseFloor.Forward ? map.Ahead(cell, direction) * Directions + direction : cell * Directions + WarehouseFloor.Turned(direction, action);
                if (_cameFrom[next] >= 0 || (action == WarehouseFloor.Forward && !MayEnter(agent, next / Directions, walls))) continue;
                _cameFrom[next] = _end;
                _queue[tail++] = next;
            }
        }

        return false;
    }

    /// <summary>Where the way found ends.</summary>
    internal int Goal => _end / Directions;

    /// <summary>The first action of the way found; 0 where it ends at once.</summary>
    internal int FirstAction()
    {
        var at = _end;
        if (_cameFrom[at] == at) return 0;
        while (_cameFrom[_cameFrom[at]] != _cameFrom[at]) at = _cameFrom[at];
        var (from, direction) = (_cameFrom[at], at % Directions);
        if (at / Directions != from / Directions) return WarehouseFloor.Forward;
        return WarehouseFloor.Turned(from % Directions, WarehouseFloor.Left) == direction ? WarehouseFloor.Left : WarehouseFloor.Right;
    }

    /// <summary>Marks the first cells of the way found.</summary>
    internal void Claim(Span<bool> claimed, int states)
    {
        var length = 0;
        for (var at = _end; _cameFrom[at] != at; at = _cameFrom[at]) length++;
        for (var at = _end; ; at = _cameFrom[at], length--)
        {
            if (length <= states) claimed[at / Directions] = true;
            if (_cameFrom[at] == at) return;
        }
    }

    private bool MayEnter(int agent, int cell, ReadOnlySpan<bool> walls) =>
        !walls[cell] && (!view.Carries[agent] || !view.HasShelf(cell) || cell == view.Places[agent] || view.IsCarriedAt(cell));
}

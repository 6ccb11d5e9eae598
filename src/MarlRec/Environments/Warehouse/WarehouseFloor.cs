using MarlRec.Execution;

namespace MarlRec.Environments.Warehouse;

/// <summary>Where agents and shelves are, which shelves are requested, and what happens in a step.</summary>
internal sealed class WarehouseFloor
{
    internal const int Forward = 1, Left = 2, Right = 3, Toggle = 4;

    private readonly WarehouseReward _reward;
    private readonly WarehouseTraffic _traffic;
    private readonly int[] _targets;
    private readonly bool[] _moves;
    private readonly bool[] _hasDelivered;
    private readonly int[] _shuffled;

    internal WarehouseFloor(WarehouseOptions options, WarehouseMap map)
    {
        Map = map;
        _reward = options.Reward;
        Places = new int[options.Agents];
        Directions = new int[options.Agents];
        Carried = new int[options.Agents];
        Requests = new int[options.Requests];
        IsRequested = new bool[map.Shelves.Length];
        ShelfPlaces = new int[map.Shelves.Length];
        AgentAt = new int[map.CellCount];
        ShelfAt = new int[map.CellCount];
        _traffic = new WarehouseTraffic(options.Agents, map.CellCount);
        _targets = new int[options.Agents];
        _moves = new bool[options.Agents];
        _hasDelivered = new bool[options.Agents];
        _shuffled = new int[map.CellCount];
    }

    internal WarehouseMap Map { get; }

    /// <summary>The cell of each agent.</summary>
    internal int[] Places { get; }

    /// <summary>Where each agent looks: 0 up, 1 down, 2 left, 3 right.</summary>
    internal int[] Directions { get; }

    /// <summary>The shelf that each agent carries, or −1.</summary>
    internal int[] Carried { get; }

    /// <summary>The cell of each shelf.</summary>
    internal int[] ShelfPlaces { get; }

    /// <summary>The requested shelves.</summary>
    internal int[] Requests { get; }

    internal bool[] IsRequested { get; }

    /// <summary>The agent on each cell, plus 1; 0 for none.</summary>
    internal int[] AgentAt { get; }

    /// <summary>The shelf on each cell, plus 1; 0 for none.</summary>
    internal int[] ShelfAt { get; }

    internal void Start(RandomStream random)
    {
        Map.Shelves.CopyTo(ShelfPlaces, 0);
        Draw(random, Map.CellCount, Places);
        foreach (ref var direction in Directions.AsSpan()) direction = random.Next(4);
        Array.Fill(Carried, -1);
        Draw(random, Map.Shelves.Length, Requests);
        Settle();
    }

    /// <summary>Makes the rest agree with places, carried shelves and requests; also after a test has changed them by hand.</summary>
    internal void Settle()
    {
        Array.Clear(AgentAt);
        Array.Clear(ShelfAt);
        Array.Clear(_hasDelivered);
        for (var shelf = 0; shelf < ShelfPlaces.Length; shelf++) ShelfAt[ShelfPlaces[shelf]] = shelf + 1;
        for (var agent = 0; agent < Places.Length; agent++) AgentAt[Places[agent]] = agent + 1;
        Request(Requests);
    }

    /// <summary>Requests these shelves and no others.</summary>
    internal void Request(ReadOnlySpan<int> shelves)
    {
        shelves.CopyTo(Requests);
        Array.Clear(IsRequested);
        foreach (var shelf in shelves) IsRequested[shelf] = true;
    }

    /// <summary>Where an agent looks after a turn to the left or to the right.</summary>
    internal static int Turned(int direction, int turn) => turn == Left
        ? direction switch { 0 => 2, 1 => 3, 2 => 1, _ => 0 }
        : direction switch { 0 => 3, 1 => 2, 2 => 0, _ => 1 };

    /// <summary>One step; returns whether a shelf was delivered.</summary>
    internal bool Step(ReadOnlySpan<int> actions, Span<float> rewards, RandomStream random)
    {
        for (var agent = 0; agent < actions.Length; agent++) _targets[agent] = actions[agent] == Forward ? Ahead(agent) : Places[agent];
        _traffic.Decide(Places, _targets, AgentAt, _moves);
        Move();
        for (var agent = 0; agent < actions.Length; agent++)
        {
            switch (actions[agent])
            {
                case Left or Right:
                    Directions[agent] = Turned(Directions[agent], actions[agent]);
                    break;
                case Toggle when Carried[agent] < 0:
                    Carried[agent] = ShelfAt[Places[agent]] - 1;
                    break;
                case Toggle when !Map.IsHighway(Places[agent]):
                    Carried[agent] = -1;
                    if (_reward == WarehouseReward.TwoStage && _hasDelivered[agent]) rewards[agent] += 0.5f;
                    _hasDelivered[agent] = false;
                    break;
            }
        }

        return Deliver(rewards, random);
    }

    /// <summary>The cell that an agent would go to, its own where the rim or a standing shelf is in the way.</summary>
    private int Ahead(int agent)
    {
        var place = Places[agent];
        var target = Map.Ahead(place, Directions[agent]);
        // Who carries nothing walks below shelves. Who carries one cannot go where another stands; one that is carried may be on its way.
        var free = target == place || Carried[agent] < 0 || ShelfAt[target] == 0 || (AgentAt[target] is > 0 and var ahead && Carried[ahead - 1] >= 0);
        return free ? target : place;
    }

    private void Move()
    {
        for (var agent = 0; agent < Places.Length; agent++)
        {
            if (!_moves[agent]) continue;
            AgentAt[Places[agent]] = 0;
            if (Carried[agent] >= 0) ShelfAt[Places[agent]] = 0;
        }

        for (var agent = 0; agent < Places.Length; agent++)
        {
            if (!_moves[agent]) continue;
            Places[agent] = _targets[agent];
            AgentAt[_targets[agent]] = agent + 1;
            if (Carried[agent] < 0) continue;
            ShelfPlaces[Carried[agent]] = _targets[agent];
            ShelfAt[_targets[agent]] = Carried[agent] + 1;
        }
    }

    private bool Deliver(Span<float> rewards, RandomStream random)
    {
        var delivered = false;
        foreach (var goal in Map.Goals)
        {
            var shelf = ShelfAt[goal] - 1;
            if (shelf < 0 || !IsRequested[shelf]) continue;
            delivered = true;
            Replace(shelf, random);
            // Nobody can put a shelf down on a goal, so it is being carried.
            var agent = AgentAt[goal] - 1;
            switch (_reward)
            {
                case WarehouseReward.Global:
                    foreach (ref var reward in rewards) reward += 1;
                    break;
                case WarehouseReward.Individual:
                    rewards[agent] += 1;
                    break;
                default:
                    _hasDelivered[agent] = true;
                    rewards[agent] += 0.5f;
                    break;
            }
        }

        return delivered;
    }

    /// <summary>Requests another shelf instead of one: any that is not requested.</summary>
    private void Replace(int delivered, RandomStream random)
    {
        var left = random.Next(ShelfPlaces.Length - Requests.Length);
        var next = 0;
        while (IsRequested[next] || left-- > 0) next++;
        Requests[Array.IndexOf(Requests, delivered)] = next;
        IsRequested[delivered] = false;
        IsRequested[next] = true;
    }

    /// <summary>Draws distinct numbers below <paramref name="count"/>.</summary>
    private void Draw(RandomStream random, int count, Span<int> drawn)
    {
        for (var i = 0; i < count; i++) _shuffled[i] = i;
        for (var i = 0; i < drawn.Length; i++)
        {
            var j = i + random.Next(count - i);
            (_shuffled[i], _shuffled[j]) = (_shuffled[j], _shuffled[i]);
            drawn[i] = _shuffled[i];
        }
    }
}

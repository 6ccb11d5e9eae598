using MarlRec.Environments;
using MarlRec.Environments.Warehouse;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

/// <summary>
/// Plans a <see cref="RoboticWarehouse"/>: each agent goes to the nearest requested shelf that no other has chosen, carries it to the nearest goal and then to
/// the nearest free place.
/// </summary>
/// <remarks>
/// <para>It reads the global state, and so sees more than the agents: a ceiling, not a rival. It plans anew in every step, by breadth-first search over places
/// and directions. Agents plan in their order: the first claims the next cells of its way, the others plan around them, and make room where they stand on one.</para>
/// <para>It draws only where an agent cannot make room. Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class WarehousePolicy : IPolicy
{
    /// <summary>How many places and turns of a way are claimed: enough for the others to be out of the way in time.</summary>
    private const int ClaimedStates = 8;

    private readonly WarehouseOptions _options;
    private readonly WarehouseView _view;
    private readonly WarehouseRoutes _routes;
    private readonly bool[] _goals;
    private readonly bool[] _chosen;
    private readonly bool[] _claimed;
    private readonly bool[] _planned;

    /// <summary>Makes the policy for a world.</summary>
    /// <param name="options">The world's options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public WarehousePolicy(WarehouseOptions? options = null)
    {
        _options = options ?? new WarehouseOptions();
        _options.Validate();
        var map = WarehouseMap.Of(_options);
        _view = new WarehouseView(map, _options.Agents);
        _routes = new WarehouseRoutes(map, _view);
        _goals = new bool[map.CellCount];
        _chosen = new bool[map.CellCount];
        _claimed = new bool[map.CellCount];
        _planned = new bool[map.CellCount];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="observation"/> or <paramref name="random"/> is null.</exception>
    public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(random);
        var spec = observation.Spec;
        if (spec.AgentCount != _options.Agents || spec.StateSize != _view.StateSize)
            throw new ArgumentException($"observation is of {spec.Name}, but a warehouse of {_options.Agents} agents with a state of {_view.StateSize} numbers was expected.", nameof(observation));
        Throw.IfLengthDiffers(actions.Length, _options.Agents, nameof(actions));
        _view.Read(observation.State);
        Array.Clear(_chosen);
        Array.Clear(_claimed);
        Array.Clear(_planned);
        for (var agent = 0; agent < actions.Length; agent++)
        {
            if (!observation.Acting[agent]) continue;
            actions[agent] = Decide(agent, random);
            _planned[_view.Places[agent]] = _claimed[_view.Places[agent]] = true;
        }
    }

    private int Decide(int agent, RandomStream random)
    {
        var place = _view.Places[agent];
        MarkGoals(agent);
        if (_goals[place] && !_view.Map.IsGoal(place))
        {
            _chosen[place] = true;
            return WarehouseFloor.Toggle;
        }

        if (_claimed[place]) return MakeRoom(agent, random);
        if (!_routes.Find(agent, _goals, _claimed)) return 0;
        _chosen[_routes.Goal] |= !_view.Carries[agent];
        _routes.Claim(_claimed, ClaimedStates);
        return _routes.FirstAction();
    }

    private int MakeRoom(int agent, RandomStream random)
    {
        for (var cell = 0; cell < _goals.Length; cell++) _goals[cell] = !_claimed[cell];
        if (!_routes.Find(agent, _goals, _planned)) return 1 + random.Next(3);
        _routes.Claim(_claimed, ClaimedStates);
        return _routes.FirstAction();
    }

    private void MarkGoals(int agent)
    {
        var carries = _view.Carries[agent];
        var place = _view.Places[agent];
        // Who carries a requested shelf brings it to a goal; any other shelf is put down.
        var delivers = carries && _view.IsRequestedAt(place);
        for (var cell = 0; cell < _goals.Length; cell++)
        {
            _goals[cell] = delivers ? _view.Map.IsGoal(cell)
                : carries ? !_view.Map.IsHighway(cell) && (!_view.HasShelf(cell) || cell == place)
                : _view.IsRequestedAt(cell) && !_view.IsCarriedAt(cell) && !_chosen[cell];
        }
    }
}

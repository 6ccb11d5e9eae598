namespace MarlRec.Environments.Warehouse;

/// <summary>Who may go ahead when several agents want to move at once.</summary>
/// <remarks>
/// Every agent points from its cell to the one it wants, its own if it stays. From any cell the pointers lead to a free cell, to an agent that stays, or
/// into a circle. Of all who queue for one free cell the longest file moves; a circle of three or more turns; everybody else behind a circle, or behind one
/// who stays, stands still. Two who want to change places block each other.
/// </remarks>
internal sealed class WarehouseTraffic(int agents, int cells)
{
    private readonly int[] _depths = new int[agents];
    private readonly int[] _followers = new int[agents];
    private readonly int[] _leaders = new int[cells];

    /// <summary>Decides for all agents.</summary>
    /// <param name="places">Where each stands, [A].</param>
    /// <param name="targets">Where each wants to go, [A]; its own place if it stays.</param>
    /// <param name="agentAt">Which agent stands on a cell, plus 1; 0 for none.</param>
    /// <param name="moves">Receives whether each moves, [A]; false for those who stay.</param>
    internal void Decide(ReadOnlySpan<int> places, ReadOnlySpan<int> targets, ReadOnlySpan<int> agentAt, Span<bool> moves)
    {
        moves.Clear();
        for (var agent = 0; agent < places.Length; agent++) (_depths[agent], _followers[agent]) = (0, -1);
        for (var agent = 0; agent < places.Length; agent++) _leaders[targets[agent]] = -1;
        for (var agent = 0; agent < places.Length; agent++) Queue(agent, places, targets, agentAt);
        for (var agent = 0; agent < places.Length; agent++)
        {
            if (targets[agent] == places[agent]) continue;
            if (agentAt[targets[agent]] == 0)
            {
                // A file moves from its head on; its head is the one whose file is longest, of equal ones that of the lower number.
                if (_leaders[targets[agent]] != agent) continue;
                for (var member = agent; member >= 0; member = _followers[member]) moves[member] = true;
            }
            else if (CircleLength(agent, targets, agentAt) > 2)
            {
                moves[agent] = true;
            }
        }
    }

    /// <summary>Walks from an agent, as the tail of a file, to its head, and notes where it is the longest file so far.</summary>
    private void Queue(int tail, ReadOnlySpan<int> places, ReadOnlySpan<int> targets, ReadOnlySpan<int> agentAt)
    {
        var (agent, depth) = (tail, 1);
        while (depth <= places.Length && depth > _depths[agent])
        {
            _depths[agent] = depth++;
            var target = targets[agent];
            if (target == places[agent]) return;
            var ahead = agentAt[target] - 1;
            if (ahead < 0)
            {
                var leader = _leaders[target];
                if (leader < 0 || _depths[agent] > _depths[leader] || (_depths[agent] == _depths[leader] && agent < leader)) _leaders[target] = agent;
                return;
            }

            if (depth > _depths[ahead]) _followers[ahead] = agent;
            agent = ahead;
        }
    }

    /// <summary>How many agents the circle has in which an agent stands; 0 if it stands in none.</summary>
    private static int CircleLength(int agent, ReadOnlySpan<int> targets, ReadOnlySpan<int> agentAt)
    {
        var (next, length) = (agent, 0);
        do
        {
            next = agentAt[targets[next]] - 1;
            length++;
        }
        while (next >= 0 && next != agent && length <= targets.Length);
        return next == agent ? length : 0;
    }
}

using MarlRec.Environments.Warehouse;

namespace MarlRec.Learning.Baselines;

/// <summary>The global state of a warehouse, read back into cells.</summary>
internal sealed class WarehouseView(WarehouseMap map, int agents)
{
    private readonly bool[] _shelves = new bool[map.CellCount];
    private readonly bool[] _requested = new bool[map.CellCount];
    private readonly int[] _agentAt = new int[map.CellCount];

    internal WarehouseMap Map => map;

    internal int StateSize => 7 * agents + 3 * map.Shelves.Length;

    internal int[] Places { get; } = new int[agents];

    internal int[] Directions { get; } = new int[agents];

    internal bool[] Carries { get; } = new bool[agents];

    internal bool HasShelf(int cell) => _shelves[cell];

    internal bool IsRequestedAt(int cell) => _requested[cell];

    internal bool IsCarriedAt(int cell) => _agentAt[cell] is > 0 and var agent && Carries[agent - 1];

    internal void Read(ReadOnlySpan<float> state)
    {
        Array.Clear(_shelves);
        Array.Clear(_requested);
        Array.Clear(_agentAt);
        for (var agent = 0; agent < agents; agent++)
        {
            Places[agent] = CellOf(state);
            Directions[agent] = state.Slice(2, 4).IndexOf(1f);
            Carries[agent] = state[6] == 1;
            _agentAt[Places[agent]] = agent + 1;
            state = state[7..];
        }

        for (; !state.IsEmpty; state = state[3..])
        {
            _shelves[CellOf(state)] = true;
            _requested[CellOf(state)] = state[2] == 1;
        }
    }

    private int CellOf(ReadOnlySpan<float> state) => (int)state[1] * map.Columns + (int)state[0];
}

using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// How an LSTM's rows are laid out. Sequences are sorted by length, longest first, and cut into tiles of 16; within a tile the steps follow each other,
/// each with the rows that are still running, which are always the first ones. So padding costs neither time nor memory, a tile runs through all steps
/// without waiting for others, and every step is one dense matrix product.
/// </summary>
internal unsafe struct LstmPlan
{
    internal const int TileRows = 16;

    internal int Batch, Time, Inputs, Hidden, Tiles, Steps; // Steps: all rows of all tiles, Σ lengths
    internal int* Order; // [B] the batch row of each sorted row
    internal int* Lengths; // [B] sorted
    internal int* TileStart; // [Tiles + 1] first packed row of each tile
    internal float* X; // [Steps, D]
    internal float* Gates; // [Steps, 4H]; the backward twin turns them into their gradients
    internal float* Cells; // [Steps, H]
    internal float* TanhCells; // [Steps, H]
    internal float* States; // [Steps, H]

    internal static LstmPlan* Create(Workspace workspace, int batch, int time, int inputs, int hidden, ReadOnlySpan<int> lengths)
    {
        var plan = workspace.Allocate<LstmPlan>();
        plan->Batch = batch;
        plan->Time = time;
        plan->Inputs = inputs;
        plan->Hidden = hidden;
        plan->Order = workspace.AllocateInts(batch);
        plan->Lengths = workspace.AllocateInts(batch);
        plan->Tiles = (batch + TileRows - 1) / TileRows;
        plan->TileStart = workspace.AllocateInts(plan->Tiles + 1);
        plan->Sort(workspace, lengths);

        var steps = 0;
        for (var i = 0; i < batch; i++)
        {
            if (i % TileRows == 0) plan->TileStart[i / TileRows] = steps;
            steps = checked(steps + plan->Lengths[i]);
        }

        plan->TileStart[plan->Tiles] = steps;
        plan->Steps = steps;
        plan->X = workspace.AllocateFloats(checked(steps * inputs));
        plan->Gates = workspace.AllocateFloats(checked(steps * 4 * hidden));
        plan->Cells = workspace.AllocateFloats(checked(steps * hidden));
        plan->TanhCells = workspace.AllocateFloats(checked(steps * hidden));
        plan->States = workspace.AllocateFloats(checked(steps * hidden));
        return plan;
    }

    /// <summary>How many rows of a tile run at a step.</summary>
    internal readonly int Active(int tile, int step)
    {
        var first = tile * TileRows;
        var end = Math.Min(first + TileRows, Batch);
        while (end > first && Lengths[end - 1] <= step) end--;
        return end - first;
    }

    /// <summary>The longest sequence of a tile.</summary>
    internal readonly int Longest(int tile) => Lengths[tile * TileRows];

    // Counting sort: stable, so that the layout is a function of the lengths alone.
    private readonly void Sort(Workspace workspace, ReadOnlySpan<int> lengths)
    {
        var mark = workspace.Mark();
        var position = workspace.AllocateInts(Time + 2);
        new Span<int>(position, Time + 2).Clear();
        foreach (var length in lengths) position[Time - length + 1]++;
        for (var i = 0; i <= Time; i++) position[i + 1] += position[i];
        for (var row = 0; row < Batch; row++)
        {
            var place = position[Time - lengths[row]]++;
            Order[place] = row;
            Lengths[place] = lengths[row];
        }

        workspace.Release(mark);
    }
}

using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>What an LSTM keeps of each packed row of its <see cref="SequencePlan"/>.</summary>
internal unsafe struct LstmPlan
{
    internal const int TileRows = SequencePlan.TileRows;

    internal SequencePlan Rows;
    internal int Inputs, Hidden;
    internal float* X; // [Steps, D]
    internal float* Gates; // [Steps, 4H]; the backward twin turns them into their gradients
    internal float* Cells; // [Steps, H]
    internal float* TanhCells; // [Steps, H]
    internal float* States; // [Steps, H]

    internal readonly int Time => Rows.Time;

    internal readonly int Tiles => Rows.Tiles;

    internal readonly int Steps => Rows.Steps;

    internal readonly int* Order => Rows.Order;

    internal readonly int* TileStart => Rows.TileStart;

    internal static LstmPlan* Create(Workspace workspace, int batch, int time, int inputs, int hidden, ReadOnlySpan<int> lengths)
    {
        var plan = workspace.Allocate<LstmPlan>();
        plan->Rows = SequencePlan.Create(workspace, batch, time, lengths);
        plan->Inputs = inputs;
        plan->Hidden = hidden;
        var steps = plan->Steps;
        plan->X = workspace.AllocateFloats(checked(steps * inputs));
        plan->Gates = workspace.AllocateFloats(checked(steps * 4 * hidden));
        plan->Cells = workspace.AllocateFloats(checked(steps * hidden));
        plan->TanhCells = workspace.AllocateFloats(checked(steps * hidden));
        plan->States = workspace.AllocateFloats(checked(steps * hidden));
        return plan;
    }

    internal readonly int Active(int tile, int step) => Rows.Active(tile, step);

    internal readonly int Longest(int tile) => Rows.Longest(tile);
}

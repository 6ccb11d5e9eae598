using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// What an LSTM keeps of each packed row of its <see cref="SequencePlan"/>. When nothing will run backward it keeps only what a tile needs at a time: the
/// inputs and gates of a few steps and one row of states for each sequence.
/// </summary>
internal unsafe struct LstmPlan
{
    internal const int TileRows = SequencePlan.TileRows;

    /// <summary>Steps whose input is projected at once: enough rows for a good product, few enough to stay in a core's own cache.</summary>
    internal const int ChunkSteps = 8;

    internal SequencePlan Rows;
    internal int Inputs, Hidden;
    internal bool Kept;
    internal float* X; // [Steps, D]
    internal float* Gates; // [Steps, 4H]; the backward twin turns them into their gradients
    internal float* Cells; // [Steps, H]
    internal float* TanhCells; // [Steps, H]
    internal float* States; // [Steps, H]

    internal readonly int Time => Rows.Time;

    internal readonly int Tiles => Rows.Tiles;

    internal readonly int Steps => Rows.Steps;

    internal readonly int* TileStart => Rows.TileStart;

    internal static LstmPlan* Create(Workspace workspace, int batch, int time, int inputs, int hidden, ReadOnlySpan<int> lengths, bool kept)
    {
        var plan = workspace.Allocate<LstmPlan>();
        plan->Rows = SequencePlan.Create(workspace, batch, time, lengths);
        plan->Inputs = inputs;
        plan->Hidden = hidden;
        plan->Kept = kept;
        var steps = kept ? plan->Steps : checked(plan->Tiles * TileRows * ChunkSteps);
        var states = kept ? plan->Steps : checked(plan->Tiles * TileRows);
        plan->X = workspace.AllocateFloats(checked(steps * inputs));
        plan->Gates = workspace.AllocateFloats(checked(steps * 4 * hidden));
        plan->Cells = workspace.AllocateFloats(checked(states * hidden));
        plan->TanhCells = workspace.AllocateFloats(checked(states * hidden));
        plan->States = workspace.AllocateFloats(checked(states * hidden));
        return plan;
    }

    internal readonly int Active(int tile, int step) => Rows.Active(tile, step);

    internal readonly int Longest(int tile) => Rows.Longest(tile);

    /// <summary>The inputs of a chunk whose first packed row is <paramref name="row"/>.</summary>
    internal readonly float* InputsAt(int tile, int row) => X + (Kept ? (nint)row : (nint)tile * TileRows * ChunkSteps) * Inputs;

    /// <summary>The gates of a chunk whose first packed row is <paramref name="row"/>.</summary>
    internal readonly float* GatesAt(int tile, int row) => Gates + (Kept ? (nint)row : (nint)tile * TileRows * ChunkSteps) * 4 * Hidden;

    /// <summary>States, cells or their tanh, of a step whose first packed row is <paramref name="row"/>; all steps share one place when nothing is kept.</summary>
    internal readonly float* StateAt(float* states, int tile, int row) => states + (Kept ? (nint)row : (nint)tile * TileRows) * Hidden;
}

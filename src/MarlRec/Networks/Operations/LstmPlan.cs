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
    internal bool LastOnly; // the output is [B, H], the state after each sequence's last step
    internal float* Joined; // [Steps, D + H]: the input and, where it is kept, the state before
    internal float* Gates; // [Steps, 4H]; the backward twin turns them into their gradients
    internal float* Cells; // [Steps, H]
    internal float* TanhCells; // [Steps, H]
    internal float* States; // [Tiles, 16, H]: the latest, or where those before are kept, the last ones

    /// <summary>From one row of <see cref="Joined"/> to the next.</summary>
    internal readonly int Width => Inputs + Hidden;

    internal readonly int Time => Rows.Time;

    internal readonly int Tiles => Rows.Tiles;

    internal readonly int Steps => Rows.Steps;

    internal readonly int* TileStart => Rows.TileStart;

    internal static LstmPlan* Create(Workspace workspace, int batch, int time, int inputs, int hidden, ReadOnlySpan<int> lengths, bool kept, bool lastOnly)
    {
        var plan = workspace.Allocate<LstmPlan>();
        plan->Rows = SequencePlan.Create(workspace, batch, time, lengths);
        plan->Inputs = inputs;
        plan->Hidden = hidden;
        plan->Kept = kept;
        plan->LastOnly = lastOnly;
        var steps = kept ? plan->Steps : checked(plan->Tiles * TileRows * ChunkSteps);
        var states = kept ? plan->Steps : checked(plan->Tiles * TileRows);
        plan->Joined = workspace.AllocateFloats(checked(steps * (inputs + hidden)));
        plan->Gates = workspace.AllocateFloats(checked(steps * 4 * hidden));
        plan->Cells = workspace.AllocateFloats(checked(states * hidden));
        plan->TanhCells = workspace.AllocateFloats(checked(states * hidden));
        plan->States = workspace.AllocateFloats(checked(plan->Tiles * TileRows * hidden));
        return plan;
    }

    internal readonly int Active(int tile, int step) => Rows.Active(tile, step);

    internal readonly int Longest(int tile) => Rows.Longest(tile);

    /// <summary>The joined rows of a chunk whose first packed row is <paramref name="row"/>.</summary>
    internal readonly float* JoinedAt(int tile, int row) => Joined + (Kept ? (nint)row : (nint)tile * TileRows * ChunkSteps) * Width;

    /// <summary>The gates of a chunk whose first packed row is <paramref name="row"/>.</summary>
    internal readonly float* GatesAt(int tile, int row) => Gates + (Kept ? (nint)row : (nint)tile * TileRows * ChunkSteps) * 4 * Hidden;

    /// <summary>Cells, or their tanh, of a step whose first packed row is <paramref name="row"/>; all steps share one place when nothing is kept.</summary>
    internal readonly float* CellsAt(float* cells, int tile, int row) => cells + (Kept ? (nint)row : (nint)tile * TileRows) * Hidden;

    /// <summary>Where the output of a step, or its gradient, stands.</summary>
    internal readonly float* OutputAt(int tile, int row, int step, float* output) => Rows.At(tile, row, step, Hidden, output, LastOnly);

    /// <summary>The latest states of a tile.</summary>
    internal readonly float* StatesOf(int tile) => States + (nint)tile * TileRows * Hidden;
}

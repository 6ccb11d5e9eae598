using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>What a GRU keeps of each packed row of its <see cref="SequencePlan"/>.</summary>
internal unsafe struct GruPlan
{
    internal SequencePlan Rows;
    internal int Inputs, Hidden;
    internal int HiddenBias, Initial; // nodes, or none
    internal float* X; // [Steps, D]
    internal float* Gates; // [Steps, 3H]; the backward twin turns them into gradients of their pre-activations
    internal float* Candidates; // [Steps, H]: the state's part of n, likewise
    internal float* States; // [Steps, H]
    internal float* Starts; // [B, H] sorted as the rows are; null for zeros

    internal static GruPlan* Create(Workspace workspace, int batch, int time, int inputs, int hidden, ReadOnlySpan<int> lengths, float* initial)
    {
        var plan = workspace.Allocate<GruPlan>();
        plan->Rows = SequencePlan.Create(workspace, batch, time, lengths);
        plan->Inputs = inputs;
        plan->Hidden = hidden;
        var steps = plan->Rows.Steps;
        plan->X = workspace.AllocateFloats(checked(steps * inputs));
        plan->Gates = workspace.AllocateFloats(checked(steps * 3 * hidden));
        plan->Candidates = workspace.AllocateFloats(checked(steps * hidden));
        plan->States = workspace.AllocateFloats(checked(steps * hidden));
        if (initial == null) return plan;
        plan->Starts = workspace.AllocateFloats(checked(batch * hidden));
        for (var i = 0; i < batch; i++)
            new ReadOnlySpan<float>(initial + (nint)plan->Rows.Order[i] * hidden, hidden).CopyTo(new Span<float>(plan->Starts + (nint)i * hidden, hidden));
        return plan;
    }

    /// <summary>The states before a tile's step, whose rows start at <paramref name="row"/>; null for zeros.</summary>
    internal readonly float* Before(int tile, int step, int row)
    {
        if (step > 0) return States + (nint)(row - Rows.Active(tile, step - 1)) * Hidden;
        return Starts == null ? null : Starts + (nint)tile * SequencePlan.TileRows * Hidden;
    }
}

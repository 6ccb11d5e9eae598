using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Runs one tile of sequences backward through all steps: gates and candidates become their gradients, the input's and the start's are added.</summary>
internal readonly unsafe struct GruBackwardTiles(
    GruPlan* plan, float* dOutput, float* packedGates, float* packedCandidate, float* packedInput, float* previousStates, float* carry, float* dx, float* dxPacked,
    float* dInitial) : ITileBody
{
    private readonly GruPlan* _plan = plan;
    private readonly float* _dOutput = dOutput, _packedGates = packedGates, _packedCandidate = packedCandidate, _packedInput = packedInput;
    private readonly float* _previousStates = previousStates; // [Steps, H], out: the state before each step
    private readonly float* _carry = carry; // [Tiles, 16, H]: dh
    private readonly float* _dx = dx; // null when no gradient is wanted
    private readonly float* _dxPacked = dxPacked; // [Steps, D]
    private readonly float* _dInitial = dInitial; // [B, H], null when no gradient is wanted

    public void Run(int tile)
    {
        int d = _plan->Inputs, h = _plan->Hidden, g = 3 * h;
        ref var rows = ref _plan->Rows;
        int start = rows.TileStart[tile], row = rows.TileStart[tile + 1], count = row - start;
        if (count == 0) return;
        var dh = _carry + (nint)tile * SequencePlan.TileRows * h;
        new Span<float>(dh, SequencePlan.TileRows * h).Clear();

        for (var step = rows.Longest(tile) - 1; step >= 0; step--)
        {
            var active = rows.Active(tile, step);
            row -= active;
            for (var r = 0; r < active; r++)
                RowKernels.Add(new ReadOnlySpan<float>(rows.At(tile, r, step, h, _dOutput), h), new Span<float>(dh + (nint)r * h, h));
            float* gates = _plan->Gates + (nint)row * g, candidates = _plan->Candidates + (nint)row * h, before = _plan->Before(tile, step, row);
            GruCell.Backward(active, h, gates, candidates, before, dh);

            var previous = new Span<float>(_previousStates + (nint)row * h, active * h);
            if (before == null) previous.Clear();
            else new ReadOnlySpan<float>(before, active * h).CopyTo(previous);
            if (step == 0 && _dInitial == null) break;
            Gemm.MultiplyPacked(active, h, 2 * h, gates, g, 1, _packedGates, dh, h);
            Gemm.MultiplyPacked(active, h, h, candidates, h, 1, _packedCandidate, dh, h);
        }

        if (_dInitial != null)
        {
            for (var r = 0; r < rows.Active(tile, 0); r++)
                RowKernels.Add(new ReadOnlySpan<float>(dh + (nint)r * h, h), new Span<float>(_dInitial + (nint)rows.Order[tile * SequencePlan.TileRows + r] * h, h));
        }

        if (_dx == null) return;
        Gemm.MultiplyPacked(count, d, g, _plan->Gates + (nint)start * g, g, 1, _packedInput, null, 0, _dxPacked + (nint)start * d, d, 0, d);
        rows.ScatterAdd(tile, d, _dxPacked, _dx);
    }
}

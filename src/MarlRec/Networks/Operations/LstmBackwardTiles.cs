using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Runs one tile of sequences backward through all steps: gates become their gradients, the input's gradient is written or added.</summary>
internal readonly unsafe struct LstmBackwardTiles(
    LstmPlan* plan, float* dOutput, float* packedHidden, float* packedInput, float* carry, float* dx, bool addInput, float* dxChunks) : ITileBody
{
    private readonly LstmPlan* _plan = plan;
    private readonly float* _dOutput = dOutput, _packedHidden = packedHidden, _packedInput = packedInput;
    private readonly float* _carry = carry; // [Tiles, 2, 16, H]: dh and dc
    private readonly float* _dx = dx; // null when no gradient is wanted
    private readonly float* _dxChunks = dxChunks; // [Tiles, 16 · ChunkSteps, D]

    public void Run(int tile)
    {
        int h = _plan->Hidden, g = 4 * h;
        var longest = _plan->Longest(tile);
        var dh = _carry + (nint)tile * 2 * LstmPlan.TileRows * h;
        var dc = dh + LstmPlan.TileRows * h;
        new Span<float>(dh, 2 * LstmPlan.TileRows * h).Clear();

        int row = _plan->TileStart[tile + 1], end = longest;
        for (var step = longest - 1; step >= 0; step--)
        {
            var active = _plan->Active(tile, step);
            row -= active;
            // Of last states alone only sequences that end here get a gradient from outside.
            for (var r = _plan->LastOnly && step + 1 < longest ? _plan->Active(tile, step + 1) : 0; r < active; r++)
                RowKernels.Add(new ReadOnlySpan<float>(_plan->OutputAt(tile, r, step, _dOutput), h), new Span<float>(dh + (nint)r * h, h));
            var before = row - (step == 0 ? 0 : _plan->Active(tile, step - 1));
            var gates = _plan->Gates + (nint)row * g;
            var earlier = step == 0 ? null : _plan->Cells + (nint)before * h;
            LstmCell.Backward(active, h, gates, earlier, _plan->TanhCells + (nint)row * h, dh, dc);

            if (step > 0) Gemm.MultiplyPacked(active, h, g, gates, g, 1, _packedHidden, null, 0, dh, h, 0, h);
            if (_dx == null || step % LstmPlan.ChunkSteps != 0) continue;
            InputGradient(tile, step, end, row);
            end = step;
        }

        if (_dx != null && !addInput) _plan->Rows.ClearPadding(tile, _plan->Inputs, _dx);
    }

    // A few steps at once, while their gates are near.
    private void InputGradient(int tile, int first, int end, int row)
    {
        int d = _plan->Inputs, g = 4 * _plan->Hidden, count = 0;
        for (var step = first; step < end; step++) count += _plan->Active(tile, step);
        var source = _dxChunks + (nint)tile * LstmPlan.TileRows * LstmPlan.ChunkSteps * d;
        Gemm.MultiplyPacked(count, d, g, _plan->Gates + (nint)row * g, g, 1, _packedInput, null, 0, source, d, 0, d);
        for (var step = first; step < end; step++)
        {
            var active = _plan->Active(tile, step);
            for (var r = 0; r < active; r++, source += d)
            {
                var target = new Span<float>(_plan->Rows.At(tile, r, step, d, _dx), d);
                if (addInput) RowKernels.Add(new ReadOnlySpan<float>(source, d), target);
                else new ReadOnlySpan<float>(source, d).CopyTo(target);
            }
        }
    }
}

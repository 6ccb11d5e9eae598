using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Runs one tile of sequences through all steps.</summary>
internal readonly unsafe struct LstmForwardTiles(LstmPlan* plan, float* x, float* bias, float* packedInput, float* packedHidden, float* output) : ITileBody
{
    private readonly LstmPlan* _plan = plan;
    private readonly float* _x = x, _bias = bias, _packedInput = packedInput, _packedHidden = packedHidden, _output = output;

    public void Run(int tile)
    {
        int h = _plan->Hidden, g = 4 * h, width = _plan->Width;
        var longest = _plan->Longest(tile);
        var row = _plan->TileStart[tile];
        var states = _plan->StatesOf(tile);
        // The state before a step stands beside its input, where it is kept: the weights' gradients are then one product.
        float* before = _plan->Kept ? _plan->Joined + (nint)row * width + _plan->Inputs : states;
        var stride = _plan->Kept ? width : h;
        if (_plan->Kept && longest > 0) ClearRows(_plan->Active(tile, 0), before, stride, h);
        float* earlier = null; // the cells of the step before
        for (var first = 0; first < longest; first += LstmPlan.ChunkSteps)
        {
            var end = Math.Min(first + LstmPlan.ChunkSteps, longest);
            var gates = _plan->GatesAt(tile, row);
            ProjectInput(tile, first, end, row, gates);
            for (var step = first; step < end; step++)
            {
                int active = _plan->Active(tile, step), running = step + 1 < longest ? _plan->Active(tile, step + 1) : 0;
                if (step > 0) Gemm.MultiplyPacked(active, g, h, before, stride, 1, _packedHidden, gates, g);
                float* cells = _plan->CellsAt(_plan->Cells, tile, row), tanhCells = _plan->CellsAt(_plan->TanhCells, tile, row);
                if (_plan->Kept) before += (nint)active * width;
                LstmCell.Forward(running, h, gates, earlier, cells, tanhCells, before, stride);
                // Sequences that end here.
                var ended = (nint)running * h;
                LstmCell.Forward(
                    active - running, h, gates + 4 * ended, earlier == null ? null : earlier + ended, cells + ended, tanhCells + ended, states + ended, h);
                if (!_plan->LastOnly) WriteRows(tile, 0, running, step, before, stride);
                WriteRows(tile, running, active, step, states + ended, h);
                earlier = cells;
                row += active;
                gates += active * g;
            }
        }

        if (!_plan->LastOnly) _plan->Rows.ClearPadding(tile, h, _output);
        else _plan->Rows.ClearEmpty(tile, h, _output);
    }

    private static void ClearRows(int rows, float* x, nint stride, int width)
    {
        for (var r = 0; r < rows; r++) new Span<float>(x + r * stride, width).Clear();
    }

    private void WriteRows(int tile, int from, int to, int step, float* states, nint stride)
    {
        for (var r = from; r < to; r++, states += stride)
            new ReadOnlySpan<float>(states, _plan->Hidden).CopyTo(new Span<float>(_plan->OutputAt(tile, r, step, _output), _plan->Hidden));
    }

    // The input's part of a few steps at once is one product, whose result is still near when its steps need it.
    private void ProjectInput(int tile, int first, int end, int row, float* gates)
    {
        int d = _plan->Inputs, g = 4 * _plan->Hidden, width = _plan->Width, count = 0;
        var joined = _plan->JoinedAt(tile, row);
        for (var step = first; step < end; step++)
        {
            var active = _plan->Active(tile, step);
            for (var r = 0; r < active; r++, count++)
                new ReadOnlySpan<float>(_plan->Rows.At(tile, r, step, d, _x), d).CopyTo(new Span<float>(joined + (nint)count * width, d));
        }

        Gemm.MultiplyPacked(count, g, d, joined, width, 1, _packedInput, _bias, 0, gates, g, 0, g);
    }
}

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
        int h = _plan->Hidden, g = 4 * h;
        var longest = _plan->Longest(tile);
        var row = _plan->TileStart[tile];
        var states = _plan->StatesOf(tile);
        float* earlier = null; // the cells of the step before
        for (var first = 0; first < longest; first += LstmPlan.ChunkSteps)
        {
            var end = Math.Min(first + LstmPlan.ChunkSteps, longest);
            var gates = _plan->GatesAt(tile, row);
            ProjectInput(tile, first, end, row, gates);
            for (var step = first; step < end; step++)
            {
                var active = _plan->Active(tile, step);
                if (step > 0) Gemm.MultiplyPacked(active, g, h, states, h, 1, _packedHidden, gates, g);
                if (_plan->Kept) KeepState(row, active, step > 0 ? states : null);
                var cells = _plan->CellsAt(_plan->Cells, tile, row);
                LstmCell.Forward(active, h, gates, earlier, cells, _plan->CellsAt(_plan->TanhCells, tile, row), states);
                for (var r = 0; r < active; r++)
                    new ReadOnlySpan<float>(states + (nint)r * h, h).CopyTo(new Span<float>(_plan->Rows.At(tile, r, step, h, _output), h));
                earlier = cells;
                row += active;
                gates += active * g;
            }
        }

        _plan->Rows.ClearPadding(tile, h, _output);
    }

    // The state before a step stands beside its input: the weights' gradients are then one product.
    private void KeepState(int row, int active, float* states)
    {
        int h = _plan->Hidden, width = _plan->Width;
        var target = _plan->Joined + (nint)row * width + _plan->Inputs;
        for (var r = 0; r < active; r++, target += width)
        {
            if (states == null) new Span<float>(target, h).Clear();
            else new ReadOnlySpan<float>(states + (nint)r * h, h).CopyTo(new Span<float>(target, h));
        }
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

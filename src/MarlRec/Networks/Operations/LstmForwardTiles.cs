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
        int d = _plan->Inputs, h = _plan->Hidden, g = 4 * h, time = _plan->Time;
        var start = _plan->TileStart[tile];
        var count = _plan->TileStart[tile + 1] - start;
        if (count == 0) return;
        var order = _plan->Order + tile * LstmPlan.TileRows;
        var longest = _plan->Longest(tile);
        var bias = new ReadOnlySpan<float>(_bias, g);

        var row = start;
        for (var step = 0; step < longest; step++)
        {
            var active = _plan->Active(tile, step);
            for (var r = 0; r < active; r++, row++)
            {
                new ReadOnlySpan<float>(_x + ((nint)order[r] * time + step) * d, d).CopyTo(new Span<float>(_plan->X + (nint)row * d, d));
                bias.CopyTo(new Span<float>(_plan->Gates + (nint)row * g, g));
            }
        }

        // The input's part of all steps is one product.
        Gemm.MultiplyPacked(count, g, d, _plan->X + (nint)start * d, d, 1, _packedInput, _plan->Gates + (nint)start * g, g);

        row = start;
        var before = -1;
        for (var step = 0; step < longest; step++)
        {
            var active = _plan->Active(tile, step);
            var gates = _plan->Gates + (nint)row * g;
            if (before >= 0) Gemm.MultiplyPacked(active, g, h, _plan->States + (nint)before * h, h, 1, _packedHidden, gates, g);
            var states = _plan->States + (nint)row * h;
            LstmCell.Forward(
                active, h, gates, before < 0 ? null : _plan->Cells + (nint)before * h, _plan->Cells + (nint)row * h, _plan->TanhCells + (nint)row * h, states);
            for (var r = 0; r < active; r++)
                new ReadOnlySpan<float>(states + (nint)r * h, h).CopyTo(new Span<float>(_output + ((nint)order[r] * time + step) * h, h));
            before = row;
            row += active;
        }
    }
}

using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Runs one tile of sequences backward through all steps: gates become their gradients, the input's gradient is added.</summary>
internal readonly unsafe struct LstmBackwardTiles(
    LstmPlan* plan, float* dOutput, float* packedHidden, float* packedInput, float* previousStates, float* carry, float* dx, float* dxPacked) : ITileBody
{
    private readonly LstmPlan* _plan = plan;
    private readonly float* _dOutput = dOutput, _packedHidden = packedHidden, _packedInput = packedInput;
    private readonly float* _previousStates = previousStates; // [Steps, H], out: the state before each step
    private readonly float* _carry = carry; // [Tiles, 2, 16, H]: dh and dc
    private readonly float* _dx = dx; // null when no gradient is wanted
    private readonly float* _dxPacked = dxPacked; // [Steps, D]

    public void Run(int tile)
    {
        int d = _plan->Inputs, h = _plan->Hidden, g = 4 * h, time = _plan->Time;
        var start = _plan->TileStart[tile];
        var end = _plan->TileStart[tile + 1];
        if (start == end) return;
        var order = _plan->Order + tile * LstmPlan.TileRows;
        var dh = _carry + (nint)tile * 2 * LstmPlan.TileRows * h;
        var dc = dh + LstmPlan.TileRows * h;
        new Span<float>(dh, 2 * LstmPlan.TileRows * h).Clear();

        var row = end;
        for (var step = _plan->Longest(tile) - 1; step >= 0; step--)
        {
            var active = _plan->Active(tile, step);
            row -= active;
            var before = step == 0 ? -1 : row - _plan->Active(tile, step - 1);
            for (var r = 0; r < active; r++)
                RowKernels.Add(new ReadOnlySpan<float>(_dOutput + ((nint)order[r] * time + step) * h, h), new Span<float>(dh + (nint)r * h, h));
            var gates = _plan->Gates + (nint)row * g;
            LstmCell.Backward(active, h, gates, before < 0 ? null : _plan->Cells + (nint)before * h, _plan->TanhCells + (nint)row * h, dh, dc);

            var previous = new Span<float>(_previousStates + (nint)row * h, active * h);
            if (before < 0)
            {
                previous.Clear();
                break;
            }

            new ReadOnlySpan<float>(_plan->States + (nint)before * h, active * h).CopyTo(previous);
            new Span<float>(dh, active * h).Clear();
            Gemm.MultiplyPacked(active, h, g, gates, g, 1, _packedHidden, dh, h);
        }

        if (_dx != null) AddInputGradient(tile, start, end - start, order, d, g, time);
    }

    private void AddInputGradient(int tile, int start, int count, int* order, int d, int g, int time)
    {
        var packed = _dxPacked + (nint)start * d;
        new Span<float>(packed, count * d).Clear();
        Gemm.MultiplyPacked(count, d, g, _plan->Gates + (nint)start * g, g, 1, _packedInput, packed, d);
        var longest = _plan->Longest(tile);
        for (var step = 0; step < longest; step++)
        {
            var active = _plan->Active(tile, step);
            for (var r = 0; r < active; r++, packed += d)
                RowKernels.Add(new ReadOnlySpan<float>(packed, d), new Span<float>(_dx + ((nint)order[r] * time + step) * d, d));
        }
    }
}

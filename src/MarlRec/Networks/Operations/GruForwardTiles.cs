using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Runs one tile of sequences through all steps.</summary>
internal readonly unsafe struct GruForwardTiles(
    GruPlan* plan, float* x, float* bias, float* candidateBias, float* packedInput, float* packedGates, float* packedCandidate, float* output) : ITileBody
{
    private const int ChunkSteps = 8;

    private readonly GruPlan* _plan = plan;
    private readonly float* _x = x, _output = output;
    private readonly float* _bias = bias; // [3H]: both biases, but for n the input's alone
    private readonly float* _candidateBias = candidateBias; // [H]
    private readonly float* _packedInput = packedInput, _packedGates = packedGates, _packedCandidate = packedCandidate;

    public void Run(int tile)
    {
        int d = _plan->Inputs, h = _plan->Hidden, g = 3 * h;
        ref var rows = ref _plan->Rows;
        int row = rows.TileStart[tile], longest = rows.Longest(tile), projected = 0;
        for (var step = 0; step < longest; step++)
        {
            // The input's part of a few steps at once is one product, whose result is still near when its steps need it.
            if (step == projected)
            {
                projected = Math.Min(step + ChunkSteps, longest);
                var x = _plan->X + (nint)row * d;
                var count = rows.Gather(tile, step, projected, d, _x, x);
                Gemm.MultiplyPacked(count, g, d, x, d, 1, _packedInput, _bias, 0, _plan->Gates + (nint)row * g, g, 0, g);
            }

            var active = rows.Active(tile, step);
            var before = _plan->Before(tile, step, row);
            var depth = before == null ? 0 : h;
            float* gates = _plan->Gates + (nint)row * g, candidates = _plan->Candidates + (nint)row * h, states = _plan->States + (nint)row * h;
            if (depth > 0) Gemm.MultiplyPacked(active, 2 * h, h, before, h, 1, _packedGates, gates, g);
            Gemm.MultiplyPacked(active, h, depth, before, h, 1, _packedCandidate, _candidateBias, 0, candidates, h, 0, h);
            GruCell.Forward(active, h, gates, candidates, before, states);
            for (var r = 0; r < active; r++)
                new ReadOnlySpan<float>(states + (nint)r * h, h).CopyTo(new Span<float>(rows.At(tile, r, step, h, _output), h));
            row += active;
        }

        rows.ClearPadding(tile, h, _output);
    }
}

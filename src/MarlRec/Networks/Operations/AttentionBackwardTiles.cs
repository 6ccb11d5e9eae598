using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Gradients of one batch row and head: each block's probabilities are computed anew from the scores and the saved logarithms of their sums.</summary>
internal readonly unsafe struct AttentionBackwardTiles(
    AttentionPlan* plan, TileScratch scratch, float* output, float* dOutput, AttentionGradients gradients) : ITileBody
{
    private readonly AttentionPlan* _plan = plan;
    private readonly float* _output = output, _dOutput = dOutput;

    internal static int ScratchLength(AttentionPlan* plan)
    {
        int rows = plan->Rows, keys = plan->Keys, width = plan->Width;
        return checked(2 * Gemm.PackedLength(width, keys) + Gemm.PackedLength(keys, width) + 2 * rows * (plan->ScoreStride + width) + 2 * Gemm.PackedLength(rows, width));
    }

    public void Run(int tile)
    {
        int keys = _plan->Keys, width = _plan->Width, rows = _plan->Rows;
        gradients.ClearFresh(_plan, tile);
        var block = new Block { PackedKeys = scratch.Rent(out var rented) };
        block.PackedValues = block.PackedKeys + Gemm.PackedLength(width, keys);
        block.KeyRows = block.PackedValues + Gemm.PackedLength(width, keys);
        block.PackedQueries = block.KeyRows + Gemm.PackedLength(keys, width);
        block.PackedOutputs = block.PackedQueries + Gemm.PackedLength(rows, width);
        block.Scores = block.PackedOutputs + Gemm.PackedLength(rows, width);
        block.DScores = block.Scores + (nint)rows * _plan->ScoreStride;
        block.Queries = block.DScores + (nint)rows * _plan->ScoreStride;
        block.DQueries = block.Queries + rows * width;
        float* k = _plan->At(_plan->K, tile, keys, _plan->KRow), v = _plan->At(_plan->V, tile, keys, _plan->VRow);
        Gemm.Pack(width, keys, k, 1, _plan->KRow, block.PackedKeys);
        Gemm.Pack(width, keys, v, 1, _plan->VRow, block.PackedValues);
        if (gradients.Q != null) Gemm.Pack(keys, width, k, _plan->KRow, 1, block.KeyRows);
        for (var first = 0; first < _plan->Queries; first += rows) RunBlock(tile, first, Math.Min(rows, _plan->Queries - first), block);
        scratch.Return(rented);
    }

    private void RunBlock(int pair, int first, int rows, in Block block)
    {
        int keys = _plan->Keys, width = _plan->Width, stride = _plan->ScoreStride;
        nint outputRow = _plan->Heads * width;
        var end = _plan->Visible(pair, first + rows - 1);
        if (end == 0) return;
        var output = _plan->At(_output, pair, _plan->Queries, (int)outputRow) + first * outputRow;
        var dOutput = _plan->At(_dOutput, pair, _plan->Queries, (int)outputRow) + first * outputRow;
        var q = _plan->At(_plan->Q, pair, _plan->Queries, _plan->QRow) + (nint)first * _plan->QRow;
        for (var r = 0; r < rows; r++)
            Elementwise.Unary(new ReadOnlySpan<float>(q + (nint)r * _plan->QRow, width), new Span<float>(block.Queries + r * width, width), new ScaleKernel(_plan->Scale));

        AttentionProducts.Scores(rows, keys, width, end, block.Queries, width, block.PackedKeys, block.Scores, stride);
        AttentionProducts.Scores(rows, keys, width, end, dOutput, outputRow, block.PackedValues, block.DScores, stride);
        var query = (long)pair * _plan->Queries + first;
        for (var r = 0; r < rows; r++)
        {
            var dropout = _plan->Dropout.IsActive ? _plan->Dropout.OfRow(query + r) : default;
            // Σ probability · its gradient, which is what both leave of the output.
            var inner = RowKernels.Dot(new ReadOnlySpan<float>(output + r * outputRow, width), new ReadOnlySpan<float>(dOutput + r * outputRow, width));
            AttentionRow.Backward(
                block.Scores + (nint)r * stride, block.DScores + (nint)r * stride, _plan->Visible(pair, first + r), end, _plan->LogSums[query + r], inner, dropout);
        }

        if (gradients.V != null)
        {
            Gemm.Pack(rows, width, dOutput, outputRow, 1, block.PackedOutputs);
            AttentionProducts.AddTransposed(
                rows, width, end, block.Scores, stride, block.PackedOutputs, _plan->At(gradients.V, pair, keys, _plan->VRow), _plan->VRow);
        }

        if (gradients.K != null)
        {
            Gemm.Pack(rows, width, block.Queries, width, 1, block.PackedQueries); // scaled, as the gradient is
            AttentionProducts.AddTransposed(
                rows, width, end, block.DScores, stride, block.PackedQueries, _plan->At(gradients.K, pair, keys, _plan->KRow), _plan->KRow);
        }

        if (gradients.Q == null) return;
        AttentionProducts.Mix(rows, keys, width, end, block.DScores, stride, block.KeyRows, block.DQueries, width);
        var dq = _plan->At(gradients.Q, pair, _plan->Queries, _plan->QRow) + (nint)first * _plan->QRow;
        for (var r = 0; r < rows; r++)
            RowKernels.AddScaled(new ReadOnlySpan<float>(block.DQueries + r * width, width), _plan->Scale, new Span<float>(dq + (nint)r * _plan->QRow, width));
    }

    private struct Block
    {
        internal float* PackedKeys, PackedValues, KeyRows; // [d, Tk], [d, Tk], [Tk, d]
        internal float* PackedQueries, PackedOutputs; // [rows, d]
        internal float* Scores, DScores; // [rows, Tk]
        internal float* Queries, DQueries; // [rows, d]
    }
}

/// <summary>Where the gradients go; null where none is wanted.</summary>
internal unsafe struct AttentionGradients
{
    internal float* Q, K, V;
    internal bool FreshQ, FreshK, FreshV; // holds anything yet: its tile clears it

    internal readonly void ClearFresh(AttentionPlan* plan, int pair)
    {
        if (FreshQ) Clear(plan->At(Q, pair, plan->Queries, plan->QRow), plan->Queries, plan->QRow, plan->Width);
        if (FreshK) Clear(plan->At(K, pair, plan->Keys, plan->KRow), plan->Keys, plan->KRow, plan->Width);
        if (FreshV) Clear(plan->At(V, pair, plan->Keys, plan->VRow), plan->Keys, plan->VRow, plan->Width);
    }

    private static void Clear(float* x, int rows, nint stride, int width)
    {
        for (var row = 0; row < rows; row++, x += stride) new Span<float>(x, width).Clear();
    }
}

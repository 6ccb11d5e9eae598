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
        return checked(2 * Gemm.PackedLength(width, keys) + Gemm.PackedLength(keys, width) + 2 * rows * plan->ScoreStride + 2 * Gemm.PackedLength(rows, width));
    }

    public void Run(int tile)
    {
        int keys = _plan->Keys, width = _plan->Width, rows = _plan->Rows;
        var block = new Block { PackedKeys = scratch.Rent(out var rented) };
        block.PackedValues = block.PackedKeys + Gemm.PackedLength(width, keys);
        block.KeyRows = block.PackedValues + Gemm.PackedLength(width, keys);
        block.PackedQueries = block.KeyRows + Gemm.PackedLength(keys, width);
        block.PackedOutputs = block.PackedQueries + Gemm.PackedLength(rows, width);
        block.Scores = block.PackedOutputs + Gemm.PackedLength(rows, width);
        block.DScores = block.Scores + (nint)rows * _plan->ScoreStride;
        float* k = _plan->At(_plan->K, tile, keys, _plan->KRow), v = _plan->At(_plan->V, tile, keys, _plan->VRow);
        Gemm.Pack(width, keys, k, 1, _plan->KRow, block.PackedKeys);
        Gemm.Pack(width, keys, v, 1, _plan->VRow, block.PackedValues);
        if (gradients.Q != null) Gemm.Pack(keys, width, k, _plan->KRow, 1, block.KeyRows);
        var written = 0;
        for (var first = 0; first < _plan->Queries; first += rows) written = RunBlock(tile, first, Math.Min(rows, _plan->Queries - first), written, block);
        // Keys that nobody sees.
        if (gradients.FreshK) AttentionGradients.Clear(_plan->At(gradients.K, tile, keys, _plan->KRow) + (nint)written * _plan->KRow, keys - written, _plan->KRow, width);
        if (gradients.FreshV) AttentionGradients.Clear(_plan->At(gradients.V, tile, keys, _plan->VRow) + (nint)written * _plan->VRow, keys - written, _plan->VRow, width);
        scratch.Return(rented);
    }

    // Returns how many keys have got a gradient so far: where gradients are fresh, those are added to and the others written.
    private int RunBlock(int pair, int first, int rows, int written, in Block block)
    {
        int keys = _plan->Keys, width = _plan->Width, stride = _plan->ScoreStride;
        var dq = gradients.Q == null ? null : _plan->At(gradients.Q, pair, _plan->Queries, _plan->QRow) + (nint)first * _plan->QRow;
        var visible = _plan->Visible(pair, first);
        var end = visible.Of(rows - 1);
        if (end == 0)
        {
            if (gradients.FreshQ) AttentionGradients.Clear(dq, rows, _plan->QRow, width);
            return written;
        }

        nint outputRow = _plan->Heads * width;
        var output = _plan->At(_output, pair, _plan->Queries, (int)outputRow) + first * outputRow;
        var dOutput = _plan->At(_dOutput, pair, _plan->Queries, (int)outputRow) + first * outputRow;
        var q = _plan->At(_plan->Q, pair, _plan->Queries, _plan->QRow) + (nint)first * _plan->QRow;
        AttentionProducts.Scores(rows, keys, width, end, q, _plan->QRow, block.PackedKeys, block.Scores, stride);
        AttentionProducts.Scores(rows, keys, width, end, dOutput, outputRow, block.PackedValues, block.DScores, stride);
        var query = (long)pair * _plan->Queries + first;
        AttentionRows.Backward(
            rows, block.Scores, block.DScores, stride, _plan->Scale, visible, end, _plan->Dropout, query, _plan->LogSums + query, width, output, dOutput, outputRow);

        if (gradients.V != null)
        {
            Gemm.Pack(rows, width, dOutput, outputRow, 1, block.PackedOutputs);
            AttentionProducts.Transposed(
                rows, width, gradients.FreshV ? Math.Min(written, end) : end, end, block.Scores, stride, block.PackedOutputs,
                _plan->At(gradients.V, pair, keys, _plan->VRow), _plan->VRow);
        }

        if (gradients.K != null)
        {
            Gemm.Pack(rows, width, q, _plan->QRow, 1, block.PackedQueries);
            AttentionProducts.Transposed(
                rows, width, gradients.FreshK ? Math.Min(written, end) : end, end, block.DScores, stride, block.PackedQueries,
                _plan->At(gradients.K, pair, keys, _plan->KRow), _plan->KRow);
        }

        if (dq != null) AttentionProducts.Mix(rows, keys, width, end, block.DScores, stride, block.KeyRows, dq, _plan->QRow, add: !gradients.FreshQ);
        return Math.Max(written, end);
    }

    private struct Block
    {
        internal float* PackedKeys, PackedValues, KeyRows; // [d, Tk], [d, Tk], [Tk, d]
        internal float* PackedQueries, PackedOutputs; // [rows, d]
        internal float* Scores, DScores; // [rows, Tk]
    }
}

/// <summary>Where the gradients go; null where none is wanted.</summary>
internal unsafe struct AttentionGradients
{
    internal float* Q, K, V;
    internal bool FreshQ, FreshK, FreshV; // holds anything yet: written instead of added to

    internal static void Clear(float* x, int rows, nint stride, int width)
    {
        for (var row = 0; row < rows; row++, x += stride) new Span<float>(x, width).Clear();
    }
}

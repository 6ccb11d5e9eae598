using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// Attention of one batch row and head, or of a chunk of its queries: block by block, scores, softmax and the mix of values, with only one block's scores
/// in memory.
/// </summary>
internal readonly unsafe struct AttentionForwardTiles(AttentionPlan* plan, TileScratch scratch, float* output) : ITileBody
{
    private const int MostRows = 48;
    private readonly AttentionPlan* _plan = plan;
    private readonly float* _output = output;

    internal static int ScratchLength(AttentionPlan* plan) => checked(
        Gemm.PackedLength(plan->Width, plan->Keys) + Gemm.PackedLength(plan->Keys, plan->Width) + plan->Rows * (plan->ScoreStride + plan->Width));

    public void Run(int tile)
    {
        int pair = tile / _plan->Chunks, start = tile % _plan->Chunks * _plan->RowsOfChunk;
        var end = Math.Min(start + _plan->RowsOfChunk, _plan->Queries);
        int keys = _plan->Keys, width = _plan->Width;
        var packedKeys = scratch.Rent(out var block);
        var packedValues = packedKeys + Gemm.PackedLength(width, keys);
        var scores = packedValues + Gemm.PackedLength(keys, width);
        var queries = scores + (nint)_plan->Rows * _plan->ScoreStride;
        Gemm.Pack(width, keys, _plan->At(_plan->K, pair, keys, _plan->KRow), 1, _plan->KRow, packedKeys);
        Gemm.Pack(keys, width, _plan->At(_plan->V, pair, keys, _plan->VRow), _plan->VRow, 1, packedValues);
        for (var first = start; first < end; first += _plan->Rows)
            RunBlock(pair, first, Math.Min(_plan->Rows, end - first), packedKeys, packedValues, scores, queries);
        scratch.Return(block);
    }

    private void RunBlock(int pair, int first, int rows, float* packedKeys, float* packedValues, float* scores, float* queries)
    {
        int keys = _plan->Keys, width = _plan->Width, stride = _plan->ScoreStride;
        nint outputRow = _plan->Heads * width;
        var output = _plan->At(_output, pair, _plan->Queries, (int)outputRow) + first * outputRow;
        var q = _plan->At(_plan->Q, pair, _plan->Queries, _plan->QRow) + (nint)first * _plan->QRow;
        for (var r = 0; r < rows; r++)
            Elementwise.Unary(new ReadOnlySpan<float>(q + (nint)r * _plan->QRow, width), new Span<float>(queries + r * width, width), new ScaleKernel(_plan->Scale));

        var end = _plan->Visible(pair, first + rows - 1);
        AttentionProducts.Scores(rows, keys, width, end, queries, width, packedKeys, scores, stride);
        var inverses = stackalloc float[MostRows];
        var query = (long)pair * _plan->Queries + first;
        for (var r = 0; r < rows; r++)
        {
            var dropout = _plan->Dropout.IsActive ? _plan->Dropout.OfRow(query + r) : default;
            inverses[r] = AttentionRow.Forward(scores + (nint)r * stride, _plan->Visible(pair, first + r), end, dropout, out var logSum);
            if (_plan->LogSums != null) _plan->LogSums[query + r] = logSum;
        }

        AttentionProducts.Mix(rows, keys, width, end, scores, stride, packedValues, output, outputRow);
        for (var r = 0; r < rows; r++)
        {
            var row = new Span<float>(output + r * outputRow, width);
            Elementwise.Unary(row, row, new ScaleKernel(inverses[r]));
        }
    }
}

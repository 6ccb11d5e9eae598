using System.Runtime.CompilerServices;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// Attention of one batch row and head, or of a chunk of its queries: block by block, scores, softmax and the mix of values, with only one block's scores
/// in memory.
/// </summary>
[SkipLocalsInit] // stack memory is written before it is read
internal readonly unsafe struct AttentionForwardTiles(AttentionPlan* plan, TileScratch scratch, float* output) : ITileBody
{
    private readonly AttentionPlan* _plan = plan;
    private readonly float* _output = output;

    internal static int ScratchLength(AttentionPlan* plan) => checked(
        Gemm.PackedLength(plan->Width, plan->Keys) + Gemm.PackedLength(plan->Keys, plan->Width) + plan->Rows * plan->ScoreStride);

    public void Run(int tile)
    {
        int pair = tile / _plan->Chunks, start = tile % _plan->Chunks * _plan->RowsOfChunk;
        var end = Math.Min(start + _plan->RowsOfChunk, _plan->Queries);
        int keys = _plan->Keys, width = _plan->Width;
        var packedKeys = scratch.Rent(out var block);
        var packedValues = packedKeys + Gemm.PackedLength(width, keys);
        var scores = packedValues + Gemm.PackedLength(keys, width);
        Gemm.Pack(width, keys, _plan->At(_plan->K, pair, keys, _plan->KRow), 1, _plan->KRow, packedKeys);
        Gemm.Pack(keys, width, _plan->At(_plan->V, pair, keys, _plan->VRow), _plan->VRow, 1, packedValues);
        var blocks = (end - start + _plan->Rows - 1) / _plan->Rows;
        for (var i = 0; i < blocks; i++)
        {
            var first = start + i * _plan->Rows;
            if (end == _plan->Queries) _plan->AskForNext(pair, i, blocks);
            RunBlock(pair, first, Math.Min(_plan->Rows, end - first), packedKeys, packedValues, scores);
        }

        scratch.Return(block);
    }

    private void RunBlock(int pair, int first, int rows, float* packedKeys, float* packedValues, float* scores)
    {
        int keys = _plan->Keys, width = _plan->Width, stride = _plan->ScoreStride;
        nint outputRow = _plan->Heads * width;
        var output = _plan->At(_output, pair, _plan->Queries, (int)outputRow) + first * outputRow;
        var q = _plan->At(_plan->Q, pair, _plan->Queries, _plan->QRow) + (nint)first * _plan->QRow;
        var visible = _plan->Visible(pair, first);
        var end = visible.Of(rows - 1);
        AttentionProducts.Scores(rows, keys, width, end, q, _plan->QRow, packedKeys, scores, stride);
        var inverses = stackalloc float[AttentionRows.Most];
        var query = (long)pair * _plan->Queries + first;
        AttentionRows.Forward(
            rows, scores, stride, _plan->Scale, visible, end, _plan->Dropout, query, inverses, _plan->LogSums == null ? null : _plan->LogSums + query);
        AttentionProducts.Mix(rows, keys, width, end, scores, stride, packedValues, output, outputRow);
        ScaleRows.Run(rows, width, output, outputRow, inverses, output, outputRow);
    }
}

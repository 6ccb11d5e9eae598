using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Where queries, keys and values stand, and who sees what. Heads are ranges of columns: nothing is transposed or copied apart.</summary>
internal unsafe struct AttentionPlan
{
    // Queries of one block. Causal blocks are low, since keys above the diagonal are skipped by whole blocks.
    private const int BlockRows = AttentionRows.Most, CausalBlockRows = 24;

    // Queries of one tile where batch and heads alone do not give enough tiles.
    private const int FewPairs = 8, ChunkRows = 96;

    internal int Batch, Heads, Queries, Keys, Width; // Width: d of one head
    internal bool Causal;
    internal int* Lengths; // [B] visible keys of each batch row; null for all
    internal float* Q, K, V;
    internal int QRow, KRow, VRow; // from one step to the next
    internal float Scale;
    internal DropoutRule Dropout;
    internal float* LogSums; // [B, N, Tq]; null when not recording

    internal readonly int Pairs => Batch * Heads;

    internal readonly int Rows => Causal ? CausalBlockRows : BlockRows;

    internal readonly int ScoreStride => AttentionProducts.ScoreStride(Keys);

    /// <summary>Tiles of one batch row and head in the forward pass.</summary>
    internal readonly int Chunks => Pairs >= FewPairs ? 1 : (Queries + ChunkRows - 1) / ChunkRows;

    internal readonly int RowsOfChunk => Chunks == 1 ? Queries : ChunkRows;

    /// <summary>Where a batch row and head start in a tensor [B, time, row] whose heads start at <paramref name="x"/>.</summary>
    internal readonly float* At(float* x, int pair, int time, int row) => x + (nint)(pair / Heads) * time * row + pair % Heads * Width;

    /// <summary>How many keys the queries from <paramref name="first"/> on see.</summary>
    internal readonly Visibility Visible(int pair, int first)
    {
        var length = Lengths == null ? Keys : Lengths[pair / Heads];
        return new Visibility(Causal ? first + 1 : length, Causal, length);
    }

    /// <summary>In block <paramref name="block"/> of one batch row and head, asks for that part of the next one's operands, which the next tile reads.</summary>
    internal readonly void AskForNext(int pair, int block, int blocks)
    {
        AskForNext(Q, QRow, Queries, pair, block, blocks);
        AskForNext(K, KRow, Keys, pair, block, blocks);
        AskForNext(V, VRow, Keys, pair, block, blocks);
    }

    private readonly void AskForNext(float* x, int row, int time, int pair, int block, int blocks)
    {
        if (pair + 1 == Pairs) return;
        int from = (int)((long)time * block / blocks), to = (int)((long)time * (block + 1) / blocks);
        Prefetch.Rows(to - from, Width, At(x, pair + 1, time, row) + (nint)from * row, row);
    }
}

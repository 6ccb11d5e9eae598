using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>
    /// Appends the keys and values of new steps to a store, then attends to everything in it: the same bits as causal self-attention over the whole sequence.
    /// </summary>
    /// <param name="projected">Shape [B, t, 3·N·d].</param>
    /// <param name="store">Holds the steps before.</param>
    /// <param name="first">How many those are.</param>
    /// <returns>Shape [B, t, N·d].</returns>
    internal Variable AppendAttention(Variable projected, KeyValueStore store, int first)
    {
        ref var x = ref NodeOf(projected, nameof(projected));
        int count = x.Shape[1], width = store.Heads * store.Width;
        store.Write(first, count, x.Value + width, x.Value + 2 * width, 3 * width);
        return AttendToStore(x.Value, 3 * width, count, store, first + count, first, []);
    }

    /// <summary>Attention to what is in a store.</summary>
    /// <param name="queries">Shape [B, t, N·d].</param>
    /// <param name="store">Keys and values.</param>
    /// <param name="time">How many steps it holds.</param>
    /// <param name="lengths">B lengths of what is seen.</param>
    /// <returns>Shape [B, t, N·d].</returns>
    internal Variable StoredAttention(Variable queries, KeyValueStore store, int time, ReadOnlySpan<int> lengths)
    {
        ref var q = ref NodeOf(queries, nameof(queries));
        return AttendToStore(q.Value, q.Shape[2], q.Shape[1], store, time, -1, lengths);
    }

    /// <summary>Copies keys and values [B, T, 2·N·d], side by side, to a store.</summary>
    internal void WriteStore(Variable keysAndValues, KeyValueStore store)
    {
        ref var x = ref NodeOf(keysAndValues, nameof(keysAndValues));
        var width = store.Heads * store.Width;
        store.Write(0, x.Shape[1], x.Value, x.Value + width, 2 * width);
    }

    // A first of −1: not causal.
    private Variable AttendToStore(float* queries, int row, int count, KeyValueStore store, int time, int first, ReadOnlySpan<int> lengths)
    {
        var shape = new Shape(store.Batch, count, store.Heads * store.Width);
        var value = Workspace.AllocateFloats(shape.Length);
        var result = Push(shape, value, false, out _);
        var mark = Workspace.Mark();
        var visible = Workspace.AllocateInts(store.Batch);
        if (lengths.IsEmpty) new Span<int>(visible, store.Batch).Fill(time);
        else lengths.CopyTo(new Span<int>(visible, store.Batch));
        var pairs = store.Batch * store.Heads;
        var rows = Math.Min(count, AttentionRows.Most);
        var scratch = TileScratch.Create(Workspace, Context, pairs, StoreAttentionTiles.ScratchLength(rows, store));
        var tiles = new StoreAttentionTiles(store, scratch, queries, row, count, first, visible, value);
        const long worthSharing = 1 << 16; // multiply-adds; below, waking a worker costs more than it saves
        if ((long)count * time * store.Width * pairs >= worthSharing) Context.For(pairs, tiles);
        else
            for (var pair = 0; pair < pairs; pair++) tiles.Run(pair);
        Workspace.Release(mark);
        return result;
    }

    private readonly struct StoreAttentionTiles(
        KeyValueStore store, TileScratch scratch, float* queries, int row, int count, int first, int* lengths, float* output) : ITileBody
    {
        private readonly float* _queries = queries, _output = output;
        private readonly int* _lengths = lengths;

        internal static int ScratchLength(int rows, KeyValueStore store) => checked(rows * (store.Stride + store.PaddedWidth));

        public void Run(int pair)
        {
            int width = store.Width, stride = store.Stride, outputRow = store.Heads * width, most = Math.Min(count, AttentionRows.Most);
            var scores = scratch.Rent(out var block);
            var mixed = scores + (nint)most * stride;
            var scale = 1 / MathF.Sqrt(width);
            var inverses = stackalloc float[AttentionRows.Most];
            for (var start = 0; start < count; start += most)
            {
                var rows = Math.Min(most, count - start);
                var place = (nint)(pair / store.Heads) * count + start;
                float* q = _queries + place * row + pair % store.Heads * width, y = _output + place * outputRow + pair % store.Heads * width;
                var visible = new Visibility(first < 0 ? _lengths[pair / store.Heads] : first + start + 1, first >= 0, store.Capacity);
                var end = visible.Of(rows - 1);
                Gemm.MultiplyDirect(rows, width, q, row, 1, store.Keys(pair), stride, null, 0, scores, stride, 0, Gemm.PaddedColumns(end));
                AttentionRows.Forward(rows, scores, stride, scale, visible, end, default, 0, inverses, null);
                Gemm.MultiplyDirect(rows, end, scores, stride, 1, store.Values(pair), store.PaddedWidth, null, 0, mixed, store.PaddedWidth, 0, store.PaddedWidth);
                ScaleRows.Run(rows, width, mixed, store.PaddedWidth, inverses, y, outputRow);
            }

            scratch.Return(block);
        }
    }
}

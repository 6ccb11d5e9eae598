using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// How a softmax over many classes is cut. The rows that count are taken in blocks of R, the V classes in slices. Of the logits only one block's exist at a
/// time, transposed: [V, R], so that the table's rows are the left operand as they stand and nothing is packed but the hidden rows.
/// </summary>
internal unsafe struct SoftmaxHead
{
    // Slices of this many classes stay, with a block of rows, in the second-level cache; both are multiples of all register tiles.
    private const int LargestSlice = 240, SmallestSlice = 48, LargestBlock = 256, SmallestBlock = 64;
    // A block's logits: 128 MB. More rows in a block are quicker even where its logits leave the cache, as the table and its gradient are passed less often.
    private const int BlockFloats = 1 << 25;
    private const int MostGroups = 32;

    internal int Width, Classes, Count, SliceClasses, Slices, Groups;
    internal int BlockRows; // R, a multiple of the panel's width and of 16
    internal int Stride; // of Logits: not a power of two, which would crowd one cache set
    internal float* Table; // [V, D]
    internal float* Bias; // [V] or null
    internal int* Rows; // [M] rows of the input that count
    internal int* Targets; // [M]
    internal float* Weights; // [M] w / Σ w

    // Gradients of the loss; null where none is wanted.
    internal float* HiddenGradient; // [M, D]
    internal float* TableGradient; // [V, D]
    internal float* BiasGradient; // [V]

    // Of the block at hand.
    internal int First, Active, Columns; // rows, and rows with padding
    internal float* Hidden; // [R, D], zeros behind the last row
    internal float* PackedHidden; // of D rows and R columns
    internal float* PackedRows; // of R rows and D columns
    internal float* PackedTable; // each slice, of its classes as rows and D columns
    internal float* Logits; // [V, Stride]
    internal float* Largest, Shares; // [Slices, R]
    internal float* TargetLogits, BlockWeights, Losses; // [R]
    internal float* Partials; // [Groups, R, D]

    internal readonly bool WantsGradient => HiddenGradient != null || TableGradient != null || BiasGradient != null;

    internal readonly int PackedSlice => Gemm.PackedLength(SliceClasses, Width);

    internal static SoftmaxHead* Create(Workspace workspace, int width, int classes, int count)
    {
        var head = workspace.Allocate<SoftmaxHead>();
        head->Width = width;
        head->Classes = classes;
        head->Count = count;
        head->Rows = workspace.AllocateInts(count);
        head->Targets = workspace.AllocateInts(count);
        head->Weights = workspace.AllocateFloats(count);
        head->SliceClasses = Math.Clamp((classes / 16 + 23) / 24 * 24, SmallestSlice, LargestSlice);
        head->Slices = (classes + head->SliceClasses - 1) / head->SliceClasses;
        head->Groups = Math.Min(head->Slices, MostGroups);
        var padding = Math.Max(16, Gemm.PanelWidth);
        var largest = Math.Clamp(BlockFloats / classes, SmallestBlock, LargestBlock);
        var blocks = (count + largest - 1) / largest;
        head->BlockRows = ((count + blocks - 1) / blocks + padding - 1) / padding * padding;
        head->Stride = head->BlockRows + 16;
        return head;
    }

    /// <summary>Lists the rows of weight above 0, and their weights as shares of the whole.</summary>
    internal readonly void List(ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, double total)
    {
        var next = 0;
        for (var row = 0; row < targets.Length; row++)
        {
            var weight = weights.IsEmpty ? 1 : weights[row];
            if (weight == 0) continue;
            Rows[next] = row;
            Targets[next] = targets[row];
            Weights[next++] = (float)(weight / total);
        }
    }

    /// <summary>Takes what the blocks work in, to be given back after the last.</summary>
    internal void AllocateScratch(Workspace workspace)
    {
        Hidden = workspace.AllocateFloats(checked(BlockRows * Width));
        PackedHidden = workspace.AllocateFloats(Gemm.PackedLength(Width, BlockRows));
        Logits = workspace.AllocateFloats(checked(Classes * Stride));
        Largest = workspace.AllocateFloats(checked(Slices * BlockRows));
        Shares = workspace.AllocateFloats(checked(Slices * BlockRows));
        TargetLogits = workspace.AllocateFloats(BlockRows);
        BlockWeights = workspace.AllocateFloats(BlockRows);
        Losses = workspace.AllocateFloats(BlockRows);
        if (TableGradient != null) PackedRows = workspace.AllocateFloats(Gemm.PackedLength(BlockRows, Width));
        if (HiddenGradient == null) return;
        PackedTable = workspace.AllocateFloats(checked(Slices * PackedSlice));
        Partials = workspace.AllocateFloats(checked(Groups * BlockRows * Width));
    }

    /// <summary>Gathers and packs the block of rows that starts at <paramref name="first"/>.</summary>
    internal void Begin(int first, float* hidden)
    {
        var padding = Math.Max(16, Gemm.PanelWidth);
        First = first;
        Active = Math.Min(BlockRows, Count - first);
        Columns = (Active + padding - 1) / padding * padding;
        for (var r = 0; r < Active; r++)
            new ReadOnlySpan<float>(hidden + (nint)Rows[first + r] * Width, Width).CopyTo(new Span<float>(Hidden + (nint)r * Width, Width));
        new Span<float>(Hidden + (nint)Active * Width, (Columns - Active) * Width).Clear();
        new ReadOnlySpan<float>(Weights + first, Active).CopyTo(new Span<float>(BlockWeights, Active));
        new Span<float>(BlockWeights + Active, Columns - Active).Clear();
        new Span<float>(TargetLogits + Active, Columns - Active).Clear();
        Gemm.Pack(Width, Columns, Hidden, 1, Width, PackedHidden);
        if (TableGradient != null) Gemm.Pack(Columns, Width, Hidden, Width, 1, PackedRows);
    }

    /// <summary>The block's part of the loss, once its slices are done.</summary>
    internal readonly double Combine()
    {
        SoftmaxSlice.Combine(Slices, Columns, Largest, Shares, TargetLogits, BlockWeights, Losses);
        var loss = 0.0;
        for (var r = 0; r < Active; r++) loss += (double)BlockWeights[r] * Losses[r];
        return loss;
    }

    /// <summary>How many of the block's rows have no logit above their target's.</summary>
    internal readonly int CountRight()
    {
        var right = 0;
        for (var r = 0; r < Active; r++)
        {
            var above = false;
            for (var s = 0; s < Slices; s++) above |= !(Largest[(nint)s * Columns + r] <= TargetLogits[r]);
            if (!above) right++;
        }

        return right;
    }
}

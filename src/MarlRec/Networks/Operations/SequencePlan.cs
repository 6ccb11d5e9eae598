using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// How the rows of a recurrent layer are laid out. Sequences are sorted by length, longest first, and cut into tiles of 16; within a tile the steps follow
/// each other, each with the rows that are still running, which are always the first ones. So padding costs neither time nor memory, a tile runs through all
/// steps without waiting for others, and every step is one dense matrix product.
/// </summary>
internal unsafe struct SequencePlan
{
    internal const int TileRows = 16;

    internal int Batch, Time, Tiles, Steps; // Steps: all rows of all tiles, Σ lengths
    internal int* Order; // [B] the batch row of each sorted row
    internal int* Lengths; // [B] sorted
    internal int* TileStart; // [Tiles + 1] first packed row of each tile

    internal static SequencePlan Create(Workspace workspace, int batch, int time, ReadOnlySpan<int> lengths)
    {
        var plan = new SequencePlan
        {
            Batch = batch,
            Time = time,
            Tiles = (batch + TileRows - 1) / TileRows,
            Order = workspace.AllocateInts(batch),
            Lengths = workspace.AllocateInts(batch),
        };
        plan.TileStart = workspace.AllocateInts(plan.Tiles + 1);
        plan.Sort(workspace, lengths);
        var steps = 0;
        for (var i = 0; i < batch; i++)
        {
            if (i % TileRows == 0) plan.TileStart[i / TileRows] = steps;
            steps = checked(steps + plan.Lengths[i]);
        }

        plan.TileStart[plan.Tiles] = steps;
        plan.Steps = steps;
        return plan;
    }

    /// <summary>How many rows of a tile run at a step.</summary>
    internal readonly int Active(int tile, int step)
    {
        var first = tile * TileRows;
        var end = Math.Min(first + TileRows, Batch);
        while (end > first && Lengths[end - 1] <= step) end--;
        return end - first;
    }

    /// <summary>The longest sequence of a tile.</summary>
    internal readonly int Longest(int tile) => Lengths[tile * TileRows];

    /// <summary>Copies steps first..end of a tile of x [B, T, W] to packed rows; returns how many there are.</summary>
    internal readonly int Gather(int tile, int first, int end, int width, float* x, float* packed)
    {
        var count = 0;
        for (var step = first; step < end; step++)
        {
            var active = Active(tile, step);
            for (var r = 0; r < active; r++, count++)
                new ReadOnlySpan<float>(At(tile, r, step, width, x), width).CopyTo(new Span<float>(packed + (nint)count * width, width));
        }

        return count;
    }

    /// <summary>Adds a tile's packed rows to its steps of x [B, T, W].</summary>
    internal readonly void ScatterAdd(int tile, int width, float* packed, float* x)
    {
        var source = packed + (nint)TileStart[tile] * width;
        for (var step = 0; step < Longest(tile); step++)
        {
            var active = Active(tile, step);
            for (var r = 0; r < active; r++, source += width)
                RowKernels.Add(new ReadOnlySpan<float>(source, width), new Span<float>(At(tile, r, step, width, x), width));
        }
    }

    /// <summary>Sets the steps of x [B, T, W] behind each sequence's end to zero.</summary>
    internal readonly void ClearPadding(int tile, int width, float* x)
    {
        var first = tile * TileRows;
        for (var r = 0; r < TileRows && first + r < Batch; r++)
        {
            var length = Lengths[first + r];
            new Span<float>(At(tile, r, length, width, x), (Time - length) * width).Clear();
        }
    }

    /// <summary>Sets the rows of x [B, W] of empty sequences to zero.</summary>
    internal readonly void ClearEmpty(int tile, int width, float* x)
    {
        for (var i = tile * TileRows; i < Math.Min((tile + 1) * TileRows, Batch); i++)
            if (Lengths[i] == 0) new Span<float>(x + (nint)Order[i] * width, width).Clear();
    }

    /// <summary>Where a row of a tile stands in x [B, T, W] at a step, or in x [B, W].</summary>
    internal readonly float* At(int tile, int row, int step, int width, float* x, bool lastOnly = false)
    {
        nint sequence = Order[tile * TileRows + row];
        return x + (lastOnly ? sequence : sequence * Time + step) * width;
    }

    // Counting sort: stable, so that the layout is a function of the lengths alone.
    private readonly void Sort(Workspace workspace, ReadOnlySpan<int> lengths)
    {
        var mark = workspace.Mark();
        var position = workspace.AllocateInts(Time + 2);
        new Span<int>(position, Time + 2).Clear();
        foreach (var length in lengths) position[Time - length + 1]++;
        for (var i = 0; i <= Time; i++) position[i + 1] += position[i];
        for (var row = 0; row < Batch; row++)
        {
            var place = position[Time - lengths[row]]++;
            Order[place] = row;
            Lengths[place] = lengths[row];
        }

        workspace.Release(mark);
    }
}

using MarlRec.Execution;
using MarlRec.Kernels.Retrieval;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>The quantised copy of an item table: a byte for each number, a scale for each row, error bounds for each block of rows. Thread safety: <em>immutable</em>.</summary>
internal sealed unsafe class ItemCodes
{
    // The longest rows whose integer sums fit 32 bits, and more.
    private const int LargestSize = 65_536;

    private const int BlocksInTile = 256;

    // Bytes in tensors of floats, for their alignment.
    private readonly FloatTensor _upper, _lower, _scales, _errors;

    private ItemCodes(FloatTensor items, ComputeContext context)
    {
        var blocks = (int)Blocks(items.Shape[0]);
        var eights = CodeRows.EightsOf(items.Shape[1]);
        _upper = new FloatTensor(blocks, eights * CodeRows.BlockRows);
        _lower = new FloatTensor(blocks, CodeRows.LowerBytesOf(eights) / 4 * CodeRows.BlockRows);
        _scales = new FloatTensor(blocks, CodeRows.BlockRows);
        _errors = new FloatTensor(blocks, CodeRows.BlockErrors);
        Rows = new CodeRows { Upper = (byte*)_upper.Pointer, Lower = (byte*)_lower.Pointer, Scales = _scales.Pointer, Errors = _errors.Pointer, Eights = eights };
        context.For((blocks + BlocksInTile - 1) / BlocksInTile, new Tiles { Items = items, Rows = Rows });
    }

    /// <summary>All rows; valid while this object is reachable.</summary>
    internal CodeRows Rows { get; }

    /// <summary>The copy, or null where it would not fit arrays or 32-bit sums.</summary>
    internal static ItemCodes? Create(FloatTensor items, ComputeContext context)
    {
        var (rows, size) = (items.Shape[0], items.Shape[1]);
        return size <= LargestSize && Blocks(rows) * CodeRows.BlockRows * (CodeRows.LowerBytesOf(CodeRows.EightsOf(size)) / 4 + 1) < Array.MaxLength - 64 ? new ItemCodes(items, context) : null;
    }

    private static long Blocks(int rows) => ((long)rows + CodeRows.BlockRows - 1) / CodeRows.BlockRows;

    private struct Tiles : ITileBody
    {
        internal FloatTensor Items;
        internal CodeRows Rows;

        public readonly void Run(int tile)
        {
            const int tileRows = BlocksInTile * CodeRows.BlockRows;
            var end = (int)Math.Min((tile + 1L) * tileRows, Items.Shape[0]);
            for (var row = tile * tileRows; row < end; row++) RowCode.Write(Items.Row(row), Rows, row);
        }
    }
}

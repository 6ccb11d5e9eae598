using MarlRec.Execution;
using MarlRec.Kernels.Retrieval;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>The quantised copy of an item table: a byte for each number, a scale for each row, two error bounds for each block of 16 rows. Thread safety: <em>immutable</em>.</summary>
internal sealed unsafe class ItemCodes
{
    // The longest rows whose integer sums fit 32 bits, and more.
    private const int LargestSize = 65_536;

    private const int BlocksInTile = 256;

    private readonly FloatTensor _codes, _scales, _errors;

    private ItemCodes(FloatTensor items, ComputeContext context)
    {
        var blocks = Blocks(items.Shape[0]);
        // Bytes in a tensor of floats, for its alignment.
        _codes = new FloatTensor(blocks, QueryCode.FoursOf(items.Shape[1]) * CodeScan.BlockRows);
        _scales = new FloatTensor(blocks, CodeScan.BlockRows);
        _errors = new FloatTensor(blocks, 2);
        context.For((blocks + BlocksInTile - 1) / BlocksInTile, new Tiles { Owner = this, Items = items });
    }

    internal float* Scales => _scales.Pointer;

    internal float* Errors => _errors.Pointer;

    /// <summary>The copy, or null where it would not fit one array or 32-bit sums.</summary>
    internal static ItemCodes? Create(FloatTensor items, ComputeContext context)
    {
        var (rows, size) = (items.Shape[0], items.Shape[1]);
        var length = (long)Blocks(rows) * CodeScan.BlockRows * QueryCode.FoursOf(size);
        return rows > 0 && size <= LargestSize && length < Array.MaxLength - 64 ? new ItemCodes(items, context) : null;
    }

    /// <summary>The block that starts with this row.</summary>
    internal byte* CodesAt(int row) => (byte*)(_codes.Pointer + (nint)(row / CodeScan.BlockRows) * _codes.Shape[1]);

    private static int Blocks(int rows) => (int)(((long)rows + CodeScan.BlockRows - 1) / CodeScan.BlockRows);

    private void Fill(FloatTensor items, int block)
    {
        var codes = CodesAt(block * CodeScan.BlockRows);
        float largestError = 0, largestNorm = 0;
        for (var i = 0; i < CodeScan.BlockRows && block * CodeScan.BlockRows + i < items.Shape[0]; i++)
        {
            var row = block * CodeScan.BlockRows + i;
            RowCode.Write(items.Row(row), codes + 4 * i, out Scales[row], out var error, out var norm);
            largestError = MathF.Max(largestError, error);
            largestNorm = MathF.Max(largestNorm, norm);
        }

        Errors[2 * block] = largestError;
        Errors[2 * block + 1] = largestNorm;
    }

    private struct Tiles : ITileBody
    {
        internal ItemCodes Owner;
        internal FloatTensor Items;

        public readonly void Run(int tile)
        {
            var end = Math.Min((tile + 1) * BlocksInTile, Blocks(Items.Shape[0]));
            for (var block = tile * BlocksInTile; block < end; block++) Owner.Fill(Items, block);
        }
    }
}

using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>C[m,n] += A[m,k] · B[k,n] on a compute context: packs B, then runs tiles of 48 rows by 128 columns.</summary>
internal static unsafe class MatrixProduct
{
    private const int TileRows = 48;
    private const int TileColumns = 128;
    private const long WorthSharing = 1 << 17; // multiply-adds; below, waking a worker costs more than it saves

    internal static void Add(
        ComputeContext context, Workspace workspace, int m, int n, int k, float* a, nint aRow, nint aDepth, float* b, nint bRow, nint bColumn, float* c, nint ldc)
    {
        if (m == 0 || n == 0 || k == 0) return;
        var mark = workspace.Mark();
        var packed = workspace.AllocateFloats(Gemm.PackedLength(k, n));
        if ((long)m * n * k < WorthSharing)
        {
            Gemm.Pack(k, n, b, bRow, bColumn, packed);
            Gemm.MultiplyPacked(m, n, k, a, aRow, aDepth, packed, c, ldc);
        }
        else
        {
            context.For((k + Gemm.DepthBlock - 1) / Gemm.DepthBlock, new PackTiles(k, n, b, bRow, bColumn, packed));
            AddPacked(context, m, n, k, a, aRow, aDepth, packed, c, ldc);
        }

        workspace.Release(mark);
    }

    internal static void AddPacked(ComputeContext context, int m, int n, int k, float* a, nint aRow, nint aDepth, float* packed, float* c, nint ldc)
    {
        var rows = (m + TileRows - 1) / TileRows;
        var columns = (n + TileColumns - 1) / TileColumns;
        context.For(rows * columns, new ProductTiles(columns, m, n, k, a, aRow, aDepth, packed, c, ldc));
    }

    private readonly struct PackTiles(int k, int n, float* b, nint row, nint column, float* packed) : ITileBody
    {
        private readonly float* _b = b, _packed = packed;

        public void Run(int tile) => GemmPack.Block(k, n, tile * Gemm.DepthBlock, _b, row, column, _packed);
    }

    private readonly struct ProductTiles(int columnTiles, int m, int n, int k, float* a, nint aRow, nint aDepth, float* packed, float* c, nint ldc) : ITileBody
    {
        private readonly float* _a = a, _packed = packed, _c = c;

        public void Run(int tile)
        {
            var row = tile / columnTiles * TileRows;
            var column = tile % columnTiles * TileColumns;
            Gemm.MultiplyPacked(
                Math.Min(TileRows, m - row), n, k, _a + row * aRow, aRow, aDepth, _packed, _c + row * ldc, ldc, column, Math.Min(column + TileColumns, n));
        }
    }
}

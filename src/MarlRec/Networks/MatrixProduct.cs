using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// C[m,n] = start + A[m,k] · B[k,n] on a compute context, with any strides of A and B: packs B where that pays, then runs tiles whose sizes are a function
/// of the shape.
/// </summary>
internal static unsafe class MatrixProduct
{
    private const long WorthSharing = 1 << 19; // multiply-adds; below, waking a worker costs more than it saves
    private const int DirectRows = 36; // B is read so few times that a packed copy of it does not pay
    private const int DirectDeepRows = 128; // nor does it for a small C, summed over many rows that are as wide as B
    private const int DeepRows = 4096, DeepChunk = 2048; // a sum over more rows is cut, so that a chunk of A and of B stays in a core's own cache

    /// <summary>C += A · B.</summary>
    internal static void Add(
        ComputeContext context, Workspace workspace, int m, int n, int k, float* a, nint aRow, nint aDepth, float* b, nint bRow, nint bColumn, float* c, nint ldc) =>
        Run(context, workspace, m, n, k, a, aRow, aDepth, b, bRow, bColumn, c, ldc, c, ldc);

    /// <summary>C = A · B, or C += A · B.</summary>
    internal static void Write(
        ComputeContext context, Workspace workspace, int m, int n, int k, float* a, nint aRow, nint aDepth, float* b, nint bRow, nint bColumn, float* c, nint ldc,
        bool add = false) =>
        Run(context, workspace, m, n, k, a, aRow, aDepth, b, bRow, bColumn, add ? c : null, ldc, c, ldc);

    /// <summary>C = start + A · B. The start[m,n] has rows <paramref name="startStride"/> apart, 0 for one row such as a bias; null is zeros.</summary>
    internal static void Run(
        ComputeContext context, Workspace workspace, int m, int n, int k, float* a, nint aRow, nint aDepth, float* b, nint bRow, nint bColumn,
        float* start, nint startStride, float* c, nint ldc)
    {
        if (m == 0 || n == 0 || (k == 0 && start == c)) return;
        if (start == null) startStride = 0;
        if (k > DeepRows)
        {
            for (var first = 0; first < k; first += DeepChunk, start = c, startStride = ldc)
                Run(context, workspace, m, n, Math.Min(DeepChunk, k - first), a + first * aDepth, aRow, aDepth, b + first * bRow, bRow, bColumn, start, startStride, c, ldc);
            return;
        }

        var mark = workspace.Mark();
        if (bColumn == 1 && (m <= DirectRows || (m <= DirectDeepRows && n <= DirectDeepRows && k >= 8 * m)))
        {
            // Whole panels are read where they are; a kernel would read past the end of a partial one.
            var whole = n / Gemm.PanelWidth * Gemm.PanelWidth;
            var edge = workspace.AllocateFloats(whole == n ? 0 : Gemm.PackedLength(k, n - whole));
            if (whole < n) Gemm.Pack(k, n - whole, b + whole, bRow, 1, edge);
            var together = new ProductTiles((m, whole + Gemm.PanelWidth), m, n, k, a, aRow, aDepth, b, bRow, edge, start, startStride, c, ldc);
            if ((long)m * n * k < WorthSharing) together.Run(0);
            else Share(context, m, n, new ProductTiles(Tiling(m, n), m, n, k, a, aRow, aDepth, b, bRow, edge, start, startStride, c, ldc));
        }
        else
        {
            var packed = workspace.AllocateFloats(Gemm.PackedLength(k, n));
            Pack(context, k, n, b, bRow, bColumn, packed);
            RunPacked(context, m, n, k, a, aRow, aDepth, packed, start, startStride, c, ldc);
        }

        workspace.Release(mark);
    }

    /// <summary>C = start + A · B for a B that has been packed.</summary>
    internal static void RunPacked(
        ComputeContext context, int m, int n, int k, float* a, nint aRow, nint aDepth, float* packed, float* start, nint startStride, float* c, nint ldc)
    {
        if (m == 0 || n == 0) return;
        if (start == null) startStride = 0;
        if ((long)m * n * k < WorthSharing) Gemm.MultiplyPacked(m, n, k, a, aRow, aDepth, packed, start, startStride, c, ldc, 0, n);
        else Share(context, m, n, new ProductTiles(Tiling(m, n), m, n, k, a, aRow, aDepth, null, 0, packed, start, startStride, c, ldc));
    }

    /// <summary>Packs B[k,n] for <see cref="RunPacked"/>.</summary>
    internal static void Pack(ComputeContext context, int k, int n, float* b, nint bRow, nint bColumn, float* packed)
    {
        var blocks = (k + Gemm.DepthBlock - 1) / Gemm.DepthBlock;
        var columns = (n + PackTiles.Columns - 1) / PackTiles.Columns;
        var tiles = new PackTiles(columns, k, n, b, bRow, bColumn, packed);
        if ((long)k * n < WorthSharing / 16) Serially(blocks * columns, tiles);
        else context.For(blocks * columns, tiles);
    }

    // At least eight tiles where the shape allows it, so that threads end together. A tile loads each panel of B, and may copy its rows of A, once: so it is
    // cut in its larger dimension first.
    private static (int Rows, int Columns) Tiling(int m, int n)
    {
        int rows = 96, columns = 256;
        if (m > rows && Count(m, n, rows, columns) < 8) rows = 48;
        if (Count(m, n, rows, columns) < 8) columns = 128;
        if (Count(m, n, rows, columns) < 8) columns = 64;
        if (Count(m, n, rows, columns) < 8) rows = 48;
        if (Count(m, n, rows, columns) < 8) columns = 32;
        if (Count(m, n, rows, columns) < 8) rows = 24;
        return (rows, columns);
    }

    private static int Count(int m, int n, int rows, int columns) => ((m + rows - 1) / rows) * ((n + columns - 1) / columns);

    private static void Share(ComputeContext context, int m, int n, in ProductTiles tiles)
    {
        var (rows, columns) = Tiling(m, n);
        context.For(Count(m, n, rows, columns), tiles);
    }

    private static void Serially<TBody>(int tiles, TBody body)
        where TBody : struct, ITileBody
    {
        for (var tile = 0; tile < tiles; tile++) body.Run(tile);
    }

    private readonly struct PackTiles(int columnTiles, int k, int n, float* b, nint row, nint column, float* packed) : ITileBody
    {
        internal const int Columns = 128;
        private readonly float* _b = b, _packed = packed;

        public void Run(int tile)
        {
            var from = tile % columnTiles * Columns;
            GemmPack.Block(k, n, tile / columnTiles * Gemm.DepthBlock, _b, row, column, _packed, from, Math.Min(from + Columns, n));
        }
    }

    // B is packed wholly, or direct with only its partial last panel packed.
    private readonly struct ProductTiles(
        (int Rows, int Columns) tiling, int m, int n, int k, float* a, nint aRow, nint aDepth, float* direct, nint directStride, float* packed,
        float* start, nint startStride, float* c, nint ldc) : ITileBody
    {
        private readonly float* _a = a, _direct = direct, _packed = packed, _start = start, _c = c;

        public void Run(int tile)
        {
            var columnTiles = (n + tiling.Columns - 1) / tiling.Columns;
            int row = tile / columnTiles * tiling.Rows, from = tile % columnTiles * tiling.Columns;
            int rows = Math.Min(tiling.Rows, m - row), to = Math.Min(from + tiling.Columns, n);
            float* a = _a + row * aRow, c = _c + row * ldc, start = _start == null ? null : _start + row * startStride;
            if (_direct == null)
            {
                Gemm.MultiplyPacked(rows, n, k, a, aRow, aDepth, _packed, start, startStride, c, ldc, from, to);
                return;
            }

            var whole = n / Gemm.PanelWidth * Gemm.PanelWidth;
            Gemm.MultiplyDirect(rows, k, a, aRow, aDepth, _direct, directStride, start, startStride, c, ldc, from, Math.Min(to, whole));
            if (to <= whole) return;
            Gemm.MultiplyPacked(
                rows, n - whole, k, a, aRow, aDepth, _packed, start == null ? null : start + whole, startStride, c + whole, ldc, 0, n - whole);
        }
    }
}

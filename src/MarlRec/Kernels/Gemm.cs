namespace MarlRec.Kernels;

/// <summary>
/// The matrix product C[m,n] += A[m,k] · B[k,n], in float32. A and B have any strides, which makes NN, NT and TN one kernel; C's rows are contiguous.
/// </summary>
/// <remarks>Pointers, not spans: the operands are strided and the loops are the library's hottest. Callers own pinned memory of the stated sizes.</remarks>
internal static unsafe class Gemm
{
    /// <summary>Columns of a packed panel.</summary>
    internal const int PanelWidth = 16;

    /// <summary>Rows of B that are multiplied at once: 256 · 16 floats stay in the first-level cache.</summary>
    internal const int DepthBlock = 256;

    private const int TileRows = 6;

    /// <summary>n rounded up to whole panels.</summary>
    internal static int PaddedColumns(int n) => (n + PanelWidth - 1) / PanelWidth * PanelWidth;

    /// <summary>How many floats a packed B[k,n] takes.</summary>
    internal static int PackedLength(int k, int n) => checked(k * PaddedColumns(n));

    /// <summary>Packs all of B[k,n].</summary>
    internal static void Pack(int k, int n, float* b, nint rowStride, nint columnStride, float* packed)
    {
        for (var first = 0; first < k; first += DepthBlock) GemmPack.Block(k, n, first, b, rowStride, columnStride, packed);
    }

    /// <summary>C[m, from..to) += A · B[.., from..to). <paramref name="from"/> is a multiple of 16; <paramref name="to"/> is one too, or n.</summary>
    internal static void MultiplyPacked(
        int m, int n, int k, float* a, nint rowStride, nint depthStride, float* packed, float* c, nint ldc, int from, int to)
    {
        var padded = PaddedColumns(n);
        for (var first = 0; first < k; first += DepthBlock)
        {
            var depth = Math.Min(DepthBlock, k - first);
            for (var column = from; column < to; column += PanelWidth)
            {
                var panel = packed + (nint)first * padded + (nint)column * depth;
                var block = a + first * depthStride;
                if (n - column >= PanelWidth) Panel(m, depth, block, rowStride, depthStride, panel, c + column, ldc);
                else EdgePanel(m, n - column, depth, block, rowStride, depthStride, panel, c + column, ldc);
            }
        }
    }

    /// <summary>C += A · B, all columns.</summary>
    internal static void MultiplyPacked(int m, int n, int k, float* a, nint rowStride, nint depthStride, float* packed, float* c, nint ldc) =>
        MultiplyPacked(m, n, k, a, rowStride, depthStride, packed, c, ldc, 0, n);

    private static void Panel(int m, int depth, float* a, nint rowStride, nint depthStride, float* panel, float* c, nint ldc)
    {
        var row = 0;
        for (; row <= m - TileRows; row += TileRows)
            GemmKernel.Rows6(depth, a + row * rowStride, rowStride, depthStride, panel, PanelWidth, c + row * ldc, ldc);
        if (row <= m - 4)
        {
            GemmKernel.Rows4(depth, a + row * rowStride, rowStride, depthStride, panel, PanelWidth, c + row * ldc, ldc);
            row += 4;
        }

        if (row <= m - 2)
        {
            GemmKernel.Rows2(depth, a + row * rowStride, rowStride, depthStride, panel, PanelWidth, c + row * ldc, ldc);
            row += 2;
        }

        if (row < m) GemmKernel.Rows1(depth, a + row * rowStride, depthStride, panel, PanelWidth, c + row * ldc);
    }

    // The last panel may be wider than C: its rows are multiplied in a small buffer.
    private static void EdgePanel(int m, int width, int depth, float* a, nint rowStride, nint depthStride, float* panel, float* c, nint ldc)
    {
        var buffer = stackalloc float[TileRows * PanelWidth];
        for (var row = 0; row < m; row += TileRows)
        {
            var rows = Math.Min(TileRows, m - row);
            new Span<float>(buffer, TileRows * PanelWidth).Clear();
            for (var r = 0; r < rows; r++)
                for (var i = 0; i < width; i++) buffer[r * PanelWidth + i] = c[(row + r) * ldc + i];
            Panel(rows, depth, a + row * rowStride, rowStride, depthStride, panel, buffer, PanelWidth);
            for (var r = 0; r < rows; r++)
                for (var i = 0; i < width; i++) c[(row + r) * ldc + i] = buffer[r * PanelWidth + i];
        }
    }
}

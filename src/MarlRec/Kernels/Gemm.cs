using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>
/// The matrix product C[m,n] = start + A[m,k] · B[k,n], in float32. A and B have any strides, which makes NN, NT and TN one kernel; C's rows are contiguous.
/// </summary>
/// <remarks>Pointers, not spans: the operands are strided and the loops are the library's hottest. Callers own pinned memory of the stated sizes.</remarks>
[SkipLocalsInit] // stack memory is written before it is read
internal static unsafe class Gemm
{
    /// <summary>Rows of B that are multiplied at once: a panel of them stays in the first-level cache.</summary>
    internal const int DepthBlock = 256;

    /// <summary>Columns of a packed panel: two registers.</summary>
    internal static int PanelWidth
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated ? 32 : Vector256.IsHardwareAccelerated ? 16 : 8;
    }

    // What a tile starts from when there is nothing to start from.
    private static readonly float[] ZeroArray = GC.AllocateArray<float>(32, pinned: true);
    private static readonly float* Zeros = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(ZeroArray));

    /// <summary>n rounded up to whole panels.</summary>
    internal static int PaddedColumns(int n) => (n + PanelWidth - 1) / PanelWidth * PanelWidth;

    /// <summary>How many floats a packed B[k,n] takes.</summary>
    internal static int PackedLength(int k, int n) => checked(k * PaddedColumns(n));

    /// <summary>Packs all of B[k,n].</summary>
    internal static void Pack(int k, int n, float* b, nint rowStride, nint columnStride, float* packed)
    {
        for (var first = 0; first < k; first += DepthBlock) GemmPack.Block(k, n, first, b, rowStride, columnStride, packed, 0, n);
    }

    /// <summary>C[m, from..to) += A · B[.., from..to). <paramref name="from"/> is a multiple of the panel's width; <paramref name="to"/> is one too, or n.</summary>
    internal static void MultiplyPacked(
        int m, int n, int k, float* a, nint rowStride, nint depthStride, float* packed, float* c, nint ldc, int from, int to) =>
        MultiplyPacked(m, n, k, a, rowStride, depthStride, packed, c, ldc, c, ldc, from, to);

    /// <summary>C += A · B, all columns.</summary>
    internal static void MultiplyPacked(int m, int n, int k, float* a, nint rowStride, nint depthStride, float* packed, float* c, nint ldc) =>
        MultiplyPacked(m, n, k, a, rowStride, depthStride, packed, c, ldc, c, ldc, 0, n);

    /// <summary>
    /// C[m, from..to) = start + A · B[.., from..to). The start[m,n] has rows <paramref name="startStride"/> apart, 0 for one row such as a bias; null is zeros.
    /// </summary>
    internal static void MultiplyPacked(
        int m, int n, int k, float* a, nint rowStride, nint depthStride, float* packed, float* start, nint startStride, float* c, nint ldc, int from, int to)
    {
        if (Vector512.IsHardwareAccelerated)
            Blocks<Lanes512>(m, n, k, a, rowStride, depthStride, packed, start, startStride, c, ldc, from, to);
        else if (Vector256.IsHardwareAccelerated)
            Blocks<Lanes256>(m, n, k, a, rowStride, depthStride, packed, start, startStride, c, ldc, from, to);
        else
            Blocks<Lanes128>(m, n, k, a, rowStride, depthStride, packed, start, startStride, c, ldc, from, to);
    }

    /// <summary>C[m, from..to) = start + A · B[.., from..to) for a B whose rows are contiguous, without packing it; from and to are whole panels.</summary>
    internal static void MultiplyDirect(
        int m, int k, float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* start, nint startStride, float* c, nint ldc, int from, int to)
    {
        for (var column = from; column < to; column += PanelWidth)
        {
            float* first = start == null ? Zeros : start + column, panel = b + column;
            if (Vector512.IsHardwareAccelerated)
                Panel<Lanes512>(m, k, a, rowStride, depthStride, panel, bStride, first, startStride, c + column, ldc);
            else if (Vector256.IsHardwareAccelerated)
                Panel<Lanes256>(m, k, a, rowStride, depthStride, panel, bStride, first, startStride, c + column, ldc);
            else
                Panel<Lanes128>(m, k, a, rowStride, depthStride, panel, bStride, first, startStride, c + column, ldc);
        }
    }

    private static void Blocks<T>(
        int m, int n, int k, float* a, nint rowStride, nint depthStride, float* packed, float* start, nint startStride, float* c, nint ldc, int from, int to)
        where T : struct, ILanes<T>
    {
        var padded = PaddedColumns(n);
        var width = 2 * T.Count;
        // A depth of nothing still sets C to its start.
        for (var first = 0; first < k || first == 0; first += DepthBlock, start = c, startStride = ldc)
        {
            var depth = Math.Min(DepthBlock, k - first);
            var block = a + first * depthStride;
            if (m == 1 && start != null)
            {
                Row<T>(depth, block, depthStride, packed + (nint)first * padded, start, c, from, to);
                continue;
            }

            var panels = packed + (nint)first * padded;
            if (GemmPack.IsWorthCopying(m, to - from, rowStride, depthStride))
                PanelsOfCopies<T>(m, n, depth, block, rowStride, depthStride, panels, start, startStride, c, ldc, from, to);
            else
                Panels<T>(m, n, depth, block, rowStride, depthStride, panels, start, startStride, c, ldc, from, to);
        }
    }

    private static void PanelsOfCopies<T>(
        int m, int n, int depth, float* a, nint rowStride, nint depthStride, float* packed, float* start, nint startStride, float* c, nint ldc, int from, int to)
        where T : struct, ILanes<T>
    {
        var copy = stackalloc float[GemmPack.CopyLength];
        for (var row = 0; row < m; row += GemmPack.CopyRows)
        {
            var rows = Math.Min(GemmPack.CopyRows, m - row);
            var (copyRow, copyDepth) = GemmPack.Copy(rows, depth, a + row * rowStride, rowStride, depthStride, copy);
            Panels<T>(
                rows, n, depth, copy, copyRow, copyDepth, packed, start == null ? null : start + row * startStride, startStride, c + row * ldc, ldc, from, to);
        }
    }

    private static void Row<T>(int depth, float* a, nint depthStride, float* packed, float* start, float* c, int from, int to)
        where T : struct, ILanes<T>
    {
        var width = 8 * T.Count;
        for (var column = from; column < to; column += width)
        {
            var columns = Math.Min(to - column, width);
            var panels = packed + (nint)column * depth;
            if (columns > 2 * T.Count) GemmKernel.Row1Wide<T>(depth, a, depthStride, panels, start + column, c + column, columns);
            else GemmKernel.Row1Narrow<T>(depth, a, depthStride, panels, start + column, c + column, columns);
        }
    }

    private static void Panels<T>(
        int m, int n, int depth, float* a, nint rowStride, nint depthStride, float* packed, float* start, nint startStride, float* c, nint ldc, int from, int to)
        where T : struct, ILanes<T>
    {
        var width = 2 * T.Count;
        for (var column = from; column < to; column += width)
        {
            var panel = packed + (nint)column * depth;
            var origin = start == null ? Zeros : start + column;
            if (n - column >= width) Panel<T>(m, depth, a, rowStride, depthStride, panel, width, origin, startStride, c + column, ldc);
            else EdgePanel<T>(m, n - column, depth, a, rowStride, depthStride, panel, origin, startStride, c + column, ldc);
        }
    }

    private static void Panel<T>(
        int m, nint depth, float* a, nint rowStride, nint depthStride, float* panel, nint panelStride, float* start, nint startStride, float* c, nint ldc)
        where T : struct, ILanes<T>
    {
        while (m > 0)
        {
            var rows = TileRows<T>(m);
            // C is mostly far away, and stores wait for its lines: the next tile's are asked for while this one is computed.
            if (m >= 2 * rows && rows >= 8) Prefetch.Rows(rows, 2 * T.Count, c + rows * ldc, ldc);
            switch (rows)
            {
                case 12: GemmKernel.Rows12<T>(depth, a, rowStride, depthStride, panel, panelStride, start, startStride, c, ldc); break;
                case 8: GemmKernel.Rows8<T>(depth, a, rowStride, depthStride, panel, panelStride, start, startStride, c, ldc); break;
                case 6: GemmKernel.Rows6<T>(depth, a, rowStride, depthStride, panel, panelStride, start, startStride, c, ldc); break;
                case 4: GemmKernel.Rows4<T>(depth, a, rowStride, depthStride, panel, panelStride, start, startStride, c, ldc); break;
                case 2: GemmKernel.Rows2<T>(depth, a, rowStride, depthStride, panel, panelStride, start, startStride, c, ldc); break;
                default: GemmKernel.Rows1<T>(depth, a, depthStride, panel, panelStride, start, c); break;
            }

            m -= rows;
            a += rows * rowStride;
            start += rows * startStride;
            c += rows * ldc;
        }
    }

    // Sixteen registers hold six rows, thirty-two twice as many. Sixteen rows are two tiles of eight rather than twelve and four.
    private static int TileRows<T>(int m)
        where T : struct, ILanes<T>
    {
        if (T.Count == 16 && m >= 8) return m >= 12 && m != 16 ? 12 : 8;
        return m >= 6 ? 6 : m >= 4 ? 4 : m >= 2 ? 2 : 1;
    }

    // The last panel may be wider than C: its rows are multiplied in a small buffer.
    private static void EdgePanel<T>(
        int m, int columns, nint depth, float* a, nint rowStride, nint depthStride, float* panel, float* start, nint startStride, float* c, nint ldc)
        where T : struct, ILanes<T>
    {
        const int most = 12;
        var width = 2 * T.Count;
        int left = Math.Min(columns, T.Count), right = columns - left;
        var buffer = stackalloc float[most * 32];
        for (; m > 0; m -= most, a += most * rowStride, start += most * startStride, c += most * ldc)
        {
            var rows = Math.Min(most, m);
            for (var r = 0; r < rows; r++)
            {
                T.LoadPart(start + r * startStride, left).Store(buffer + r * width);
                T.LoadPart(start + r * startStride + left, right).Store(buffer + r * width + T.Count);
            }

            Panel<T>(rows, depth, a, rowStride, depthStride, panel, width, buffer, width, buffer, width);
            for (var r = 0; r < rows; r++)
            {
                T.Load(buffer + r * width).StorePart(c + r * ldc, left);
                T.Load(buffer + r * width + T.Count).StorePart(c + r * ldc + left, right);
            }
        }
    }
}

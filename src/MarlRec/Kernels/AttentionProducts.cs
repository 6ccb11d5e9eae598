namespace MarlRec.Kernels;

/// <summary>The products of attention over part of the keys, with operands that were packed for all of them.</summary>
internal static unsafe class AttentionProducts
{
    /// <summary>How far apart rows of scores stand: whole panels, and not a multiple of a page, whose rows would share a set of the cache.</summary>
    internal static int ScoreStride(int keys)
    {
        var stride = Gemm.PaddedColumns(keys);
        return stride % 512 == 0 ? stride + Gemm.PanelWidth : stride;
    }

    /// <summary>scores[rows, 0..end) = x · Yᵀ for x[rows, d] and Y[keys, d], packed as [d, keys]. Whole panels are written.</summary>
    internal static void Scores(int rows, int keys, int width, int end, float* x, nint xRow, float* packed, float* scores, int stride) =>
        Gemm.MultiplyPacked(
            rows, Gemm.PaddedColumns(keys), width, x, xRow, 1, packed, null, 0, scores, stride, 0, Gemm.PaddedColumns(end));

    /// <summary>y[rows, d] = scores[rows, 0..end) · X, or y += that, for X[keys, d], packed.</summary>
    internal static void Mix(int rows, int keys, int width, int end, float* scores, int stride, float* packed, float* y, nint yRow, bool add = false)
    {
        var padded = Gemm.PaddedColumns(width);
        for (var first = 0; first < end || first == 0; first += Gemm.DepthBlock)
        {
            int block = Math.Min(Gemm.DepthBlock, keys - first), depth = Math.Min(block, end - first);
            var panel = packed + (nint)first * padded;
            for (var column = 0; column < width; column += Gemm.PanelWidth, panel += (nint)block * Gemm.PanelWidth)
            {
                var columns = Math.Min(Gemm.PanelWidth, width - column);
                var fresh = first == 0 && !add;
                Gemm.MultiplyPacked(
                    rows, columns, depth, scores + first, stride, 1, panel, fresh ? null : y + column, fresh ? 0 : yRow, y + column, yRow, 0, columns);
            }
        }
    }

    /// <summary>y[0..end, d] = scoresᵀ · X for scores[rows, end] and X[rows, d], packed; added to the first <paramref name="add"/> rows, written to the others.</summary>
    internal static void Transposed(int rows, int width, int add, int end, float* scores, int stride, float* packed, float* y, nint yRow)
    {
        if (add > 0) Gemm.MultiplyPacked(add, width, rows, scores, 1, stride, packed, y, yRow);
        if (add < end)
            Gemm.MultiplyPacked(end - add, width, rows, scores + add, 1, stride, packed, null, 0, y + add * yRow, yRow, 0, width);
    }
}

namespace MarlRec.Kernels;

/// <summary>y[n] += W[n,k] · x[k] with the same bits as a row of <see cref="Gemm"/>: for serving one step at a time, without an arena.</summary>
internal static unsafe class MatrixVector
{
    internal static void Add(int n, int k, float* weight, float* x, float* y)
    {
        var panel = stackalloc float[Gemm.DepthBlock * Gemm.PanelWidth];
        var sums = stackalloc float[Gemm.PanelWidth];
        for (var column = 0; column < n; column += Gemm.PanelWidth)
        {
            var width = Math.Min(Gemm.PanelWidth, n - column);
            for (var i = 0; i < Gemm.PanelWidth; i++) sums[i] = i < width ? y[column + i] : 0;
            for (var first = 0; first < k; first += Gemm.DepthBlock)
            {
                GemmPack.Block(k - first, width, 0, weight + (nint)column * k + first, 1, k, panel);
                GemmKernel.Rows1(Math.Min(Gemm.DepthBlock, k - first), x + first, 1, panel, Gemm.PanelWidth, sums);
            }

            for (var i = 0; i < width; i++) y[column + i] = sums[i];
        }
    }
}

namespace MarlRec.Kernels;

/// <summary>y = x / |x| for one row of D, and its gradient. A row shorter than ε becomes zero, and passes nothing back: it has no direction.</summary>
internal static class UnitRowKernel
{
    /// <summary>Writes y; returns 1 / |x|, or 0 for a row shorter than <paramref name="epsilon"/>.</summary>
    internal static float Forward(ReadOnlySpan<float> x, float epsilon, Span<float> y)
    {
        var length = Math.Sqrt(RowKernels.SumOfSquares(x));
        var scale = length < epsilon ? 0 : (float)(1 / length);
        Elementwise.Unary(x, y, new ScaleKernel(scale));
        return scale;
    }

    /// <summary>dx = (dy − y · (y · dy)) / |x|, added to <paramref name="dx"/> or written.</summary>
    internal static void Backward(ReadOnlySpan<float> y, float scale, ReadOnlySpan<float> dy, Span<float> dx, bool add)
    {
        var along = RowKernels.Dot(y, dy);
        if (add) RowKernels.AddScaled(dy, scale, dx);
        else Elementwise.Unary(dy, dx, new ScaleKernel(scale));
        RowKernels.AddScaled(y, -along * scale, dx);
    }
}

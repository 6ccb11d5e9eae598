namespace MarlRec.Kernels;

/// <summary>Log-softmax of one row over allowed columns, shifted by its largest allowed logit.</summary>
internal static class LogSoftmaxKernel
{
    /// <summary>y = x − max − log Σ exp(x − max); −∞ where not allowed. An empty <paramref name="allowed"/> allows all.</summary>
    internal static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<bool> allowed, Span<float> y)
    {
        var largest = float.NegativeInfinity;
        for (var i = 0; i < x.Length; i++)
            if (allowed.IsEmpty || allowed[i]) largest = MathF.Max(largest, x[i]);
        for (var i = 0; i < x.Length; i++) y[i] = allowed.IsEmpty || allowed[i] ? x[i] - largest : float.NegativeInfinity;
        var sum = LogSumExpKernel.SumExp(y);
        var shift = MathF.Log(sum);
        for (var i = 0; i < y.Length; i++) y[i] -= shift;
    }

    /// <summary>dx += dy − exp(y) · Σ dy, over the columns where y is finite.</summary>
    internal static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        var total = 0f;
        for (var i = 0; i < y.Length; i++)
            if (!float.IsNegativeInfinity(y[i])) total += dy[i];
        for (var i = 0; i < y.Length; i++)
            if (!float.IsNegativeInfinity(y[i])) dx[i] += dy[i] - MathF.Exp(y[i]) * total;
    }
}

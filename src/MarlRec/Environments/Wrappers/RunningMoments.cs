using MarlRec.Execution;

namespace MarlRec.Environments.Wrappers;

/// <summary>Mean and variance of vectors that come one by one, in double precision. Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing
/// Sample Variances", 1979.</summary>
/// <remarks>As in Gymnasium they start as if a little had been seen: <see cref="StartCount"/> vectors of mean 0 and variance 1. Thread safety: <em>single owner</em>.</remarks>
public sealed class RunningMoments
{
    /// <summary>How many vectors count as seen at the start.</summary>
    public const double StartCount = 1e-4;

    private readonly double[] _mean;
    private readonly double[] _variance;

    /// <summary>Starts.</summary>
    /// <param name="size">How many numbers a vector has, D: 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public RunningMoments(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _mean = new double[size];
        _variance = new double[size];
        _variance.AsSpan().Fill(1);
    }

    /// <summary>How many vectors have been seen, the <see cref="StartCount"/> included.</summary>
    public double Count { get; private set; } = StartCount;

    /// <summary>The means, [D].</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The variances, [D], divided by the count and not by one less.</summary>
    public ReadOnlySpan<double> Variance => _variance;

    /// <summary>Counts a vector.</summary>
    /// <param name="values">The vector, [D], finite.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> has another length than D, or a number that is not finite.</exception>
    public void Add(ReadOnlySpan<float> values)
    {
        Throw.IfLengthDiffers(values.Length, _mean.Length, nameof(values));
        Throw.IfNotAllFinite(values, nameof(values));
        var total = Count + 1;
        for (var i = 0; i < values.Length; i++) Add(i, values[i], total);
        Count = total;
    }

    /// <summary>Counts a vector of one number, which may exceed single precision.</summary>
    internal void Add(double value)
    {
        Add(0, value, Count + 1);
        Count++;
    }

    /// <summary>Takes what was saved.</summary>
    internal void Set(double count, ReadOnlySpan<double> mean, ReadOnlySpan<double> variance)
    {
        Count = count;
        mean.CopyTo(_mean);
        variance.CopyTo(_variance);
    }

    private void Add(int i, double value, double total)
    {
        var delta = value - _mean[i];
        _mean[i] += delta / total;
        _variance[i] = (_variance[i] * Count + delta * delta * Count / total) / total;
    }
}

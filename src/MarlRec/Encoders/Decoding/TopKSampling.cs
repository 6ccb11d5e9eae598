using MarlRec.Execution;

namespace MarlRec.Encoders.Decoding;

/// <summary>
/// A draw among the K likeliest tokens, in proportion to their probabilities (Fan et al., "Hierarchical Neural Story Generation", ACL 2018). Of equally likely
/// ones the lower id comes first. Thread safety: <em>immutable</em>.
/// </summary>
public sealed class TopKSampling : IDecodingStrategy
{
    /// <summary>A way of drawing.</summary>
    /// <param name="k">K, at least 1; more than there are tokens means all of them.</param>
    /// <param name="temperature">What scores are divided by: finite, above 0. Below 1 likely tokens gain, above 1 they lose.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public TopKSampling(int k, double temperature = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        Throw.IfNotPositive(temperature);
        K = k;
        Temperature = temperature;
    }

    /// <summary>K.</summary>
    public int K { get; }

    /// <summary>What scores are divided by.</summary>
    public double Temperature { get; }

    /// <inheritdoc/>
    public int Choose(ReadOnlySpan<float> scores, RandomStream random) => CandidateDraw.Run(scores, K, 1, Temperature, random);
}

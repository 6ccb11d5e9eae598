using MarlRec.Execution;

namespace MarlRec.Encoders.Decoding;

/// <summary>
/// A draw among the fewest tokens that together have at least probability P, the nucleus (Holtzman et al., "The Curious Case of Neural Text Degeneration",
/// ICLR 2020). Of equally likely ones the lower id comes first. Thread safety: <em>immutable</em>.
/// </summary>
public sealed class TopPSampling : IDecodingStrategy
{
    /// <summary>A way of drawing.</summary>
    /// <param name="p">P, above 0 and at most 1; 1 means all tokens.</param>
    /// <param name="temperature">What scores are divided by, before the nucleus is found: finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public TopPSampling(double p, double temperature = 1)
    {
        if (!(p > 0 && p <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "p must be in (0, 1].");
        Throw.IfNotPositive(temperature);
        P = p;
        Temperature = temperature;
    }

    /// <summary>P.</summary>
    public double P { get; }

    /// <summary>What scores are divided by.</summary>
    public double Temperature { get; }

    /// <inheritdoc/>
    public int Choose(ReadOnlySpan<float> scores, RandomStream random) => CandidateDraw.Run(scores, scores.Length, P, Temperature, random);
}

using MarlRec.Execution;

namespace MarlRec.Encoders.Decoding;

/// <summary>
/// How <see cref="SequenceGenerator.Search"/> looks for the likeliest sequences (Graves, "Sequence Transduction with Recurrent Neural Networks", 2012; length
/// penalty of Wu et al., "Google's Neural Machine Translation System", 2016). Thread safety: <em>immutable</em>.
/// </summary>
public sealed record BeamSearchOptions
{
    /// <summary>W, how many sequences are followed side by side, and how many are found at most: at least 1. Default 4. With 1 the search is greedy.</summary>
    public int Width { get; init; } = 4;

    /// <summary>
    /// α: sequences of n tokens, the end included, are ranked by log P / ((5 + n) / 6)^α. 0 ranks by probability, which favours short ones. Finite, not
    /// negative; default 0.6.
    /// </summary>
    public double LengthPenalty { get; init; } = 0.6;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        Throw.IfOutside(LengthPenalty, 0, double.MaxValue);
    }
}

using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Where a <see cref="ContrastiveObjective"/> takes its pairs from. Thread safety: <em>thread-safe</em>; an implementation changes nothing when it draws.</summary>
public interface IPairSource
{
    /// <summary>How many pairs an epoch has; they are numbered from 0.</summary>
    int Count { get; }

    /// <summary>A pair of texts.</summary>
    /// <param name="pair">In [0, <see cref="Count"/>).</param>
    /// <param name="random">Draws what about the pair is left to chance.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pair"/> is out of range.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    TextPair Draw(int pair, RandomStream random);
}

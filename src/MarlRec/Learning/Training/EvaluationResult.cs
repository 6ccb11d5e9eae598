namespace MarlRec.Learning.Training;

/// <summary>The outcome of evaluation episodes. Thread safety: <em>immutable</em>.</summary>
public sealed class EvaluationResult
{
    internal EvaluationResult(double[] returns, int[] lengths) => (Returns, Lengths) = (returns, lengths);

    /// <summary>The return of each episode: the mean over agents of each one's undiscounted sum of rewards.</summary>
    public IReadOnlyList<double> Returns { get; }

    /// <summary>The length of each episode, in steps.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>The mean return.</summary>
    public double MeanReturn => Returns.Average();

    /// <summary>The mean length, in steps.</summary>
    public double MeanLength => Lengths.Average();

    /// <summary>The standard error of <see cref="MeanReturn"/>; NaN for a single episode.</summary>
    public double StandardError
    {
        get
        {
            if (Returns.Count < 2) return double.NaN;
            var mean = MeanReturn;
            var squares = Returns.Sum(value => (value - mean) * (value - mean));
            return Math.Sqrt(squares / (Returns.Count - 1) / Returns.Count);
        }
    }
}

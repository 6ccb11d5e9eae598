using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Learning.Training;

/// <summary>Returns and lengths of finished episodes: counts over all, means over the latest.</summary>
/// <remarks>The return of an episode with several agents is the mean over agents of each one's undiscounted sum of rewards, so that a reward which all
/// share counts once. Thread safety: <em>single owner</em>.</remarks>
public sealed class EpisodeStatistics
{
    private readonly double[] _returns;
    private readonly int[] _lengths;

    /// <summary>Starts with no episodes.</summary>
    /// <param name="window">How many of the latest episodes the means cover, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public EpisodeStatistics(int window = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _returns = new double[window];
        _lengths = new int[window];
    }

    /// <summary>How many of the latest episodes the means cover.</summary>
    public int Window => _returns.Length;

    /// <summary>How many episodes have ended.</summary>
    public long Count { get; private set; }

    /// <summary>The mean return over the window; NaN before the first episode has ended.</summary>
    public double MeanReturn => Mean(i => _returns[i]);

    /// <summary>The mean length over the window, in steps; NaN before the first episode has ended.</summary>
    public double MeanLength => Mean(i => _lengths[i]);

    /// <summary>The return of the latest episode; NaN before the first has ended.</summary>
    public double LastReturn => Count == 0 ? double.NaN : _returns[(Count - 1) % Window];

    /// <summary>Counts an episode.</summary>
    /// <param name="episodeReturn">Its return, finite.</param>
    /// <param name="length">Its length in steps, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Add(double episodeReturn, int length)
    {
        Throw.IfNotFinite(episodeReturn);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var slot = Count++ % Window;
        _returns[slot] = episodeReturn;
        _lengths[slot] = length;
    }

    internal void ExportState(TrainingState into, string prefix)
    {
        var filled = (int)Math.Min(Count, Window);
        into.SetInteger(prefix + "count", Count);
        into.SetIntegers(prefix + "lengths", _lengths.AsSpan(0, filled));
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < filled; i++) text.Append(CultureInfo.InvariantCulture, $"{_returns[i]:R},");
        into.Values[prefix + "returns"] = text.ToString();
    }

    internal void ImportState(TrainingState from, string prefix)
    {
        var count = from.ReadCount(prefix + "count");
        var filled = (int)Math.Min(count, Window);
        var lengths = from.ReadIntegers(prefix + "lengths", filled);
        var returns = from.ReadNumbers(prefix + "returns", filled);
        Count = count;
        lengths.CopyTo(_lengths, 0);
        returns.CopyTo(_returns, 0);
    }

    private double Mean(Func<int, double> value)
    {
        var filled = (int)Math.Min(Count, Window);
        if (filled == 0) return double.NaN;
        double sum = 0;
        for (var i = 0; i < filled; i++) sum += value(i);
        return sum / filled;
    }
}

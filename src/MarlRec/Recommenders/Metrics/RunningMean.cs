namespace MarlRec.Recommenders.Metrics;

/// <summary>Mean and variance in one pass (Welford, 1962), which stays exact where a sum of squares cancels.</summary>
internal struct RunningMean
{
    private long _count;
    private double _mean, _squares;

    internal void Add(double value)
    {
        _count++;
        var delta = value - _mean;
        _mean += delta / _count;
        _squares += delta * (value - _mean);
    }

    internal readonly MetricValue Value => new(_mean, _count > 1 ? Math.Sqrt(_squares / (_count - 1) / _count) : 0);
}

namespace MarlRec.Benchmarks.Peers.Measurement;

/// <summary>How the seconds of one call become the value that people compare.</summary>
public readonly record struct Scale
{
    private readonly double _amount;
    private readonly bool _isRate;

    private Scale(string unit, double amount, bool isRate) => (Unit, _amount, _isRate) = (unit, amount, isRate);

    /// <summary>Such as <c>samples/s</c> or <c>ms</c>.</summary>
    public string Unit { get; }

    /// <summary>More is better: so much a second.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="perCall">How much one call does.</param>
    public static Scale Rate(string unit, double perCall) => new(unit, perCall, true);

    /// <summary>Less is better: milliseconds.</summary>
    /// <param name="parts">How many equal parts of a call it is told for, such as queries.</param>
    public static Scale Milliseconds(int parts = 1) => new("ms", 1e3 / parts, false);

    /// <summary>Less is better: microseconds.</summary>
    public static Scale Microseconds() => new("us", 1e6, false);

    /// <summary>Less is better: nanoseconds.</summary>
    /// <param name="parts">How many equal parts of a call it is told for, such as numbers.</param>
    public static Scale Nanoseconds(int parts) => new("ns", 1e9 / parts, false);

    /// <summary>The value of a call that took so long.</summary>
    public double Value(double seconds) => _isRate ? _amount / seconds : _amount * seconds;
}

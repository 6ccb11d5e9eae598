namespace MarlRec.Environments.Wrappers;

/// <summary>One finished episode. Thread safety: <em>single owner</em>; it shows the memory of the wrapper, which later episodes reuse.</summary>
public readonly ref struct EpisodeSummary
{
    internal EpisodeSummary(long number, int length, ReadOnlySpan<double> returns, ReadOnlySpan<int> lengths, TimeSpan? elapsed)
    {
        Number = number;
        Length = length;
        Returns = returns;
        Lengths = lengths;
        Elapsed = elapsed;
    }

    /// <summary>Which episode, from 0.</summary>
    public long Number { get; }

    /// <summary>How many steps it had.</summary>
    public int Length { get; }

    /// <summary>What each agent has earned, undiscounted, [A].</summary>
    public ReadOnlySpan<double> Returns { get; }

    /// <summary>In which step each agent ended, [A]: for those that stayed to the end the length of the episode.</summary>
    public ReadOnlySpan<int> Lengths { get; }

    /// <summary>How long it took from reset to end, or null where the wrapper was given no clock.</summary>
    public TimeSpan? Elapsed { get; }
}

namespace MarlRec.Benchmarks.Peers;

/// <summary>One workload set up on one number of threads: MarlRec and its peers with the same weights and data, found to agree. Disposing frees it all.</summary>
public sealed class Contest : IDisposable
{
    private readonly IDisposable[] _owned;

    /// <summary>A contest.</summary>
    /// <param name="run">MarlRec's side.</param>
    /// <param name="peers">The others, each with a side of its own.</param>
    /// <param name="owned">What is disposed with it, last first.</param>
    public Contest(Action run, IReadOnlyList<Contender> peers, params IDisposable[] owned)
    {
        MarlRec = new Contender("marlrec", run, Lingers.MarlRec);
        Peers = peers;
        _owned = owned;
    }

    /// <summary>MarlRec's side.</summary>
    public Contender MarlRec { get; }

    /// <summary>The other sides; none where no peer is installed.</summary>
    public IReadOnlyList<Contender> Peers { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in _owned.Reverse()) owned.Dispose();
    }
}

namespace MarlRec.Encoders.Interest;

/// <summary>
/// What an <see cref="IInterestEncoder"/> knows of one user. Events and texts make new states, which share with the old one what did not change. Thread safety:
/// <em>immutable</em>.
/// </summary>
/// <remarks>It was made with one set of weights; after training, begin anew.</remarks>
public abstract class InterestState
{
    /// <summary>x: D numbers.</summary>
    public abstract ReadOnlySpan<float> Interest { get; }

    /// <summary>How many events have been read.</summary>
    public abstract long Events { get; }

    /// <summary>Whether there is a text.</summary>
    public abstract bool HasText { get; }

    /// <summary>The numbers from which <see cref="IInterestEncoder.Import"/> makes this state again.</summary>
    /// <returns>As many as the state needs; they are the caller's.</returns>
    public abstract float[] Export();
}

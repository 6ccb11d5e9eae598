namespace MarlRec.Encoders.Bodies;

/// <summary>
/// What a causal <see cref="SequenceBody"/> keeps of a sequence to read on. A step makes a new state and leaves the old one as it was, and the two share what
/// did not change. Thread safety: <em>immutable</em>.
/// </summary>
/// <remarks>It was made with one set of weights; after training, begin anew.</remarks>
public abstract class BodyState
{
    /// <summary>A state of a body.</summary>
    /// <param name="body">What made it, and alone can read on from it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    protected BodyState(SequenceBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    /// <summary>What made it.</summary>
    public SequenceBody Body { get; }

    /// <summary>What <see cref="SequenceBody.Forward"/> says of the newest step, D numbers; zeros before the first.</summary>
    public abstract ReadOnlySpan<float> Output { get; }

    /// <summary>The numbers from which <see cref="SequenceBody.Import"/> makes this state again.</summary>
    /// <returns>As many as the state needs; they are the caller's.</returns>
    public abstract float[] Export();
}

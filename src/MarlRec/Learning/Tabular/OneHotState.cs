namespace MarlRec.Learning.Tabular;

/// <summary>The <see cref="StateIndexer"/> of discrete observations, which environments write as one-hot vectors. Thread safety: <em>thread-safe</em> (pure).</summary>
public static class OneHotState
{
    /// <summary>The position of the 1; agents share rows.</summary>
    /// <param name="agent">Not read.</param>
    /// <param name="observation">One 1 among zeros.</param>
    /// <exception cref="ArgumentException"><paramref name="observation"/> is not one-hot.</exception>
    public static int Index(int agent, ReadOnlySpan<float> observation)
    {
        var index = observation.IndexOf(1f);
        if (index < 0 || observation[..index].ContainsAnyExcept(0f) || observation[(index + 1)..].ContainsAnyExcept(0f))
            throw new ArgumentException("The observation is not one-hot; pass a StateIndexer that fits it.", nameof(observation));
        return index;
    }
}

namespace MarlRec.Learning.Returns;

/// <summary>Generalised advantage estimation (Schulman et al., "High-dimensional continuous control using generalized advantage estimation", 2016).</summary>
/// <remarks>
/// <para>Aₜ = δₜ + γλ·(1 − endₜ)·Aₜ₊₁ with δₜ the <see cref="TdError"/>: termination takes away the bootstrap, and both kinds of end cut the sum.
/// A + V is the <see cref="LambdaReturns">λ-return</see>, the target for a critic.</para>
/// <para>Thread safety: <em>thread-safe</em> (pure). Sums run backwards in double precision.</para>
/// </remarks>
public static class GeneralisedAdvantage
{
    /// <summary>Writes A[T].</summary>
    /// <param name="rewards">Rewards r[T] of consecutive steps.</param>
    /// <param name="values">V(s)[T], the estimates of the observations the steps left.</param>
    /// <param name="nextValues">V(s′)[T], the estimates of the observations reached: at an episode's end its final observation.</param>
    /// <param name="terminated">[T], true where the task itself ended; wins where both flags are set.</param>
    /// <param name="truncated">[T], true where the episode was cut from outside, such as by a time limit.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="lambda">λ in [0, 1].</param>
    /// <param name="destination">A[T]; must not share memory with an input.</param>
    /// <exception cref="ArgumentException">Lengths differ, or <paramref name="destination"/> shares memory with an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> or <paramref name="lambda"/> is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> rewards,
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> nextValues,
        ReadOnlySpan<bool> terminated,
        ReadOnlySpan<bool> truncated,
        double discount,
        double lambda,
        Span<float> destination)
    {
        Segment.CheckDiscount(discount);
        Segment.CheckLambda(lambda);
        Segment.CheckLengths(rewards, nextValues, terminated, truncated, destination);
        Segment.CheckValues(rewards, values, destination);
        var following = 0.0;
        for (var t = rewards.Length - 1; t >= 0; t--)
        {
            var delta = rewards[t] + (terminated[t] ? 0 : discount * nextValues[t]) - values[t];
            following = delta + (terminated[t] || truncated[t] ? 0 : discount * lambda * following);
            destination[t] = (float)following;
        }
    }
}

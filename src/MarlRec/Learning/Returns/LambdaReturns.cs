namespace MarlRec.Learning.Returns;

/// <summary>λ-returns, the mixture of all n-step returns (Watkins, 1989; Sutton and Barto, 2018, ch. 12).</summary>
/// <remarks>
/// <para>Gₜ = rₜ + γ·next, where next is 0 if t terminated, V(s′ₜ) if t was truncated or is the segment's last step, and
/// (1 − λ)·V(s′ₜ) + λ·Gₜ₊₁ otherwise. λ = 0 is the one-step target, λ = 1 the discounted return.</para>
/// <para>Thread safety: <em>thread-safe</em> (pure). Sums run backwards in double precision.</para>
/// </remarks>
public static class LambdaReturns
{
    /// <summary>Writes G[T].</summary>
    /// <param name="rewards">Rewards r[T] of consecutive steps.</param>
    /// <param name="nextValues">V(s′)[T], the estimates of the observations reached: at an episode's end its final observation.</param>
    /// <param name="terminated">[T], true where the task itself ended; wins where both flags are set.</param>
    /// <param name="truncated">[T], true where the episode was cut from outside, such as by a time limit.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="lambda">λ in [0, 1].</param>
    /// <param name="destination">G[T]; must not share memory with an input.</param>
    /// <exception cref="ArgumentException">Lengths differ, or <paramref name="destination"/> shares memory with an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> or <paramref name="lambda"/> is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> rewards,
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
        var following = 0.0;
        for (var t = rewards.Length - 1; t >= 0; t--)
        {
            double next;
            if (terminated[t]) next = 0;
            else if (truncated[t] || t == rewards.Length - 1) next = nextValues[t];
            else if (lambda == 1) next = following; // A value that is not read must not turn the sum into NaN.
            else next = (1 - lambda) * nextValues[t] + lambda * following;
            following = rewards[t] + discount * next;
            destination[t] = (float)following;
        }
    }
}

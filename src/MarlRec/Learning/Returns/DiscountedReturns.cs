namespace MarlRec.Learning.Returns;

/// <summary>Discounted returns up to the end of each episode, or of the segment, where the value estimate takes over (Sutton and Barto, 2018, ch. 3).</summary>
/// <remarks>
/// <para>Gₜ = rₜ + γ·next, where next is 0 if t terminated, V(s′ₜ) if t was truncated or is the segment's last step, and Gₜ₊₁ otherwise.
/// A segment may hold several episodes; both kinds of end cut them apart.</para>
/// <para>Thread safety: <em>thread-safe</em> (pure). Sums run backwards in double precision.</para>
/// </remarks>
public static class DiscountedReturns
{
    /// <summary>Writes G[T].</summary>
    /// <param name="rewards">Rewards r[T] of consecutive steps.</param>
    /// <param name="nextValues">V(s′)[T]; read only at truncated steps and at the last one. All zeros give plain returns.</param>
    /// <param name="terminated">[T], true where the task itself ended; wins where both flags are set.</param>
    /// <param name="truncated">[T], true where the episode was cut from outside, such as by a time limit.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="destination">G[T]; must not share memory with an input.</param>
    /// <exception cref="ArgumentException">Lengths differ, or <paramref name="destination"/> shares memory with an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> rewards,
        ReadOnlySpan<float> nextValues,
        ReadOnlySpan<bool> terminated,
        ReadOnlySpan<bool> truncated,
        double discount,
        Span<float> destination) => LambdaReturns.Compute(rewards, nextValues, terminated, truncated, discount, 1, destination);
}

namespace MarlRec.Learning.Returns;

/// <summary>The one-step temporal-difference error (Sutton, "Learning to predict by the methods of temporal differences", 1988).</summary>
/// <remarks>δₜ = rₜ + γ·(1 − terminatedₜ)·V(s′ₜ) − V(sₜ): a terminated step has no future, a truncated one still has. Thread safety: <em>thread-safe</em> (pure).</remarks>
public static class TdError
{
    /// <summary>Writes δ[T].</summary>
    /// <param name="rewards">Rewards r[T].</param>
    /// <param name="values">V(s)[T], the estimates of the observations the steps left.</param>
    /// <param name="nextValues">V(s′)[T], the estimates of the observations the steps reached: for a step that ends an episode its <em>final</em>
    /// observation, never the first of the next episode.</param>
    /// <param name="terminated">[T], true where the task itself ended; V(s′) is not read there.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="destination">δ[T]; must not share memory with an input.</param>
    /// <exception cref="ArgumentException">Lengths differ, or <paramref name="destination"/> shares memory with an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> rewards,
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> nextValues,
        ReadOnlySpan<bool> terminated,
        double discount,
        Span<float> destination)
    {
        Segment.CheckDiscount(discount);
        Segment.CheckLengths(rewards, nextValues, terminated, terminated, destination);
        Segment.CheckValues(rewards, values, destination);
        for (var t = 0; t < rewards.Length; t++)
        {
            var future = terminated[t] ? 0 : discount * nextValues[t];
            destination[t] = (float)(rewards[t] + future - values[t]);
        }
    }
}

namespace MarlRec.Learning.Returns;

/// <summary>n-step returns (Watkins, 1989; Sutton and Barto, 2018, ch. 7).</summary>
/// <remarks>
/// <para>Gₜ = Σ γᵏ·rₜ₊ₖ over at most n steps, plus γᵐ·V(s′) of the last of the m steps summed, unless that one terminated. The sum stops early at
/// either kind of end and at the end of the segment. n = 1 is the one-step target.</para>
/// <para>Thread safety: <em>thread-safe</em> (pure). Cost T·n; sums run backwards in double precision.</para>
/// </remarks>
public static class NStepReturns
{
    /// <summary>Writes G[T].</summary>
    /// <param name="rewards">Rewards r[T] of consecutive steps.</param>
    /// <param name="nextValues">V(s′)[T], the estimates of the observations reached: at an episode's end its final observation.</param>
    /// <param name="terminated">[T], true where the task itself ended; wins where both flags are set.</param>
    /// <param name="truncated">[T], true where the episode was cut from outside, such as by a time limit.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="steps">n, at least 1.</param>
    /// <param name="destination">G[T]; must not share memory with an input.</param>
    /// <exception cref="ArgumentException">Lengths differ, or <paramref name="destination"/> shares memory with an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> or <paramref name="steps"/> is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> rewards,
        ReadOnlySpan<float> nextValues,
        ReadOnlySpan<bool> terminated,
        ReadOnlySpan<bool> truncated,
        double discount,
        int steps,
        Span<float> destination)
    {
        Segment.CheckDiscount(discount);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Segment.CheckLengths(rewards, nextValues, terminated, truncated, destination);
        for (var t = 0; t < rewards.Length; t++)
        {
            var last = t;
            while (last - t + 1 < steps && last + 1 < rewards.Length && !terminated[last] && !truncated[last]) last++;
            double sum = terminated[last] ? 0 : nextValues[last];
            for (var k = last; k >= t; k--) sum = rewards[k] + discount * sum;
            destination[t] = (float)sum;
        }
    }
}

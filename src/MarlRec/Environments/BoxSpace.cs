using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>Vectors of finite numbers, each between its own bounds, both included; a bound may be infinite.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class BoxSpace : Space
{
    private readonly float[] _low;
    private readonly float[] _high;

    /// <summary>Creates the space from its bounds, which are copied.</summary>
    /// <param name="low">The lower bounds [D]: finite or negative infinity.</param>
    /// <param name="high">The upper bounds [D]: finite or positive infinity, none below its lower bound.</param>
    /// <exception cref="ArgumentException">There are no bounds, the lengths differ, or a bound is NaN, infinite on the wrong side, or reversed.</exception>
    public BoxSpace(ReadOnlySpan<float> low, ReadOnlySpan<float> high)
    {
        if (low.IsEmpty) throw new ArgumentException("low has length 0, but 1 or more was expected.", nameof(low));
        Throw.IfLengthDiffers(high.Length, low.Length, nameof(high));
        for (var i = 0; i < low.Length; i++)
        {
            if (float.IsNaN(low[i]) || float.IsPositiveInfinity(low[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"low[{i}] is {low[i]}, but must be finite or negative infinity."), nameof(low));
            if (!(high[i] >= low[i]) || float.IsNegativeInfinity(high[i]))
            {
                var message = string.Create(CultureInfo.InvariantCulture, $"high[{i}] is {high[i]}, but must be finite or positive infinity and not below low[{i}], {low[i]}.");
                throw new ArgumentException(message, nameof(high));
            }
        }

        _low = low.ToArray();
        _high = high.ToArray();
        IsBounded = !_low.Contains(float.NegativeInfinity) && !_high.Contains(float.PositiveInfinity);
    }

    /// <summary>Creates the space of <paramref name="size"/> numbers with equal bounds.</summary>
    /// <param name="low">The lower bound: finite or negative infinity.</param>
    /// <param name="high">The upper bound: finite or positive infinity, not below <paramref name="low"/>.</param>
    /// <param name="size">How many numbers, D: 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    /// <exception cref="ArgumentException">A bound is NaN, infinite on the wrong side, or reversed.</exception>
    public BoxSpace(float low, float high, int size)
        : this(Filled(low, size), Filled(high, size))
    {
    }

    /// <summary>The lower bounds, [D].</summary>
    public ReadOnlySpan<float> Low => _low;

    /// <summary>The upper bounds, [D].</summary>
    public ReadOnlySpan<float> High => _high;

    /// <summary>Whether every bound is finite.</summary>
    public bool IsBounded { get; }

    /// <inheritdoc/>
    public override int FlatSize => _low.Length;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> flat)
    {
        if (flat.Length != _low.Length) return false;
        for (var i = 0; i < flat.Length; i++)
            if (!float.IsFinite(flat[i]) || flat[i] < _low[i] || flat[i] > _high[i]) return false;
        return true;
    }

    /// <summary>
    /// Draws a vector: uniform between two finite bounds; exponential with mean 1 away from a single finite bound; standard normal where there is none.
    /// </summary>
    /// <inheritdoc/>
    public override void Sample(RandomStream random, Span<float> flat)
    {
        CheckSample(random, flat);
        for (var i = 0; i < flat.Length; i++)
        {
            float low = _low[i], high = _high[i];
            flat[i] = (float)((float.IsFinite(low), float.IsFinite(high)) switch
            {
                (true, true) => random.NextUniform(low, high),
                (true, false) => Math.Min(low - Math.Log(1 - random.NextDouble()), float.MaxValue),
                (false, true) => Math.Max(high + Math.Log(1 - random.NextDouble()), float.MinValue),
                _ => random.NextGaussian(),
            });
        }
    }

    /// <summary>The name and size, such as <c>Box[4]</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Box[{FlatSize}]");

    private static float[] Filled(float value, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var bounds = new float[size];
        Array.Fill(bounds, value);
        return bounds;
    }
}

using System.Globalization;

namespace MarlRec.Execution;

/// <summary>
/// A seeded, splittable, savable source of randomness: the counter-based Philox 4x32-10 generator (Salmon et al., "Parallel Random Numbers:
/// As Easy as 1, 2, 3", SC 2011).
/// </summary>
/// <remarks>
/// <para>A stream is a key and a position. <see cref="Fork(string)"/> derives a child's key from the parent's <em>key</em> and a name, never from the
/// parent's position, so that the order in which parts draw does not change what other parts see.</para>
/// <para>Thread safety: <em>single owner</em>. Forking only reads the key and may happen from several threads at once.</para>
/// </remarks>
public sealed class RandomStream
{
    private ulong _key;
    private ulong _block;
    private int _next = 4;
    private uint _w0, _w1, _w2, _w3;

    /// <summary>Starts a stream at position zero.</summary>
    /// <param name="seed">Any value; near seeds give unrelated streams.</param>
    public RandomStream(ulong seed) => _key = KeyOf(seed);

    private RandomStream(ulong key, ulong position)
    {
        _key = key;
        _block = position >> 2;
        var used = (int)(position & 3);
        if (used != 0)
        {
            Refill();
            _next = used;
        }
    }

    /// <summary>The key and position: everything needed to continue the stream elsewhere with <see cref="Restore"/>.</summary>
    public RandomStreamState State => new(_key, (_block << 2) - (ulong)(4 - _next));

    /// <summary>A stream that continues exactly where <paramref name="state"/> was taken.</summary>
    /// <param name="state">A state read from <see cref="State"/>.</param>
    public static RandomStream Restore(RandomStreamState state) => new(state.Key, state.Position);

    /// <summary>A child stream that depends on this stream's key and on <paramref name="name"/> only.</summary>
    /// <param name="name">What the child is for, such as <c>"shuffle"</c>; equal names give equal streams.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public RandomStream Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new RandomStream(KeyOf(_key, name), 0);
    }

    /// <summary>A child stream that depends on this stream's key, on <paramref name="name"/> and on <paramref name="index"/> only.</summary>
    /// <param name="name">What the children are for.</param>
    /// <param name="index">Which of them, such as an epoch or a row.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public RandomStream Fork(string name, long index)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new RandomStream(KeyOf(_key, name, index), 0);
    }

    /// <summary>Makes this stream what <c>new RandomStream(seed).Fork(name)</c> is, without allocating.</summary>
    internal void Restart(ulong seed, string name)
    {
        _key = KeyOf(KeyOf(seed), name);
        _block = 0;
        _next = 4;
    }

    /// <summary>Makes this stream what <c>new RandomStream(seed)</c> is, without allocating.</summary>
    internal void Restart(ulong seed)
    {
        _key = KeyOf(seed);
        _block = 0;
        _next = 4;
    }

    /// <summary>Makes this stream what <c>parent.Fork(name)</c> is, without allocating.</summary>
    internal void RestartAsFork(RandomStream parent, string name)
    {
        _key = KeyOf(parent._key, name);
        _block = 0;
        _next = 4;
    }

    /// <summary>A seed that follows from another, a name and an index, as unrelated to it as the fork of that name and index is.</summary>
    internal static ulong SeedOf(ulong seed, string name, long index) => KeyOf(KeyOf(seed), name, index);

    /// <summary>32 uniform bits.</summary>
    public uint NextUInt32()
    {
        if (_next == 4) Refill();
        return _next++ switch { 0 => _w0, 1 => _w1, 2 => _w2, _ => _w3 };
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>A uniform integer in [0, <paramref name="exclusiveMaximum"/>), without modulo bias (Lemire, 2019).</summary>
    /// <param name="exclusiveMaximum">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMaximum"/> is below 1.</exception>
    public int Next(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMaximum, 1);
        var range = (uint)exclusiveMaximum;
        var product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            var threshold = (0u - range) % range;
            while ((uint)product < threshold) product = (ulong)NextUInt32() * range;
        }

        return (int)(product >> 32);
    }

    /// <summary>A uniform value in [0, 1) with 24 bits.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>A uniform value in [0, 1) with 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform value in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="low">The lower bound, finite.</param>
    /// <param name="high">The upper bound, finite and not below <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or the bounds are reversed.</exception>
    public double NextUniform(double low, double high)
    {
        Throw.IfNotFinite(low);
        Throw.IfNotFinite(high);
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        var u = NextDouble();
        var width = high - low;
        var value = double.IsFinite(width) ? low + width * u : low * (1 - u) + high * u;
        // Rounding may carry the value to the bound that is excluded; between equal bounds there is nothing else.
        return value < high ? value : Math.Max(low, Math.BitDecrement(high));
    }

    /// <summary>A standard normal value (Box and Muller, 1958); each call uses two uniforms.</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(Math.Tau * NextDouble());

    /// <summary>A standard Gumbel value, −log(−log u): the largest of logit + Gumbel is a draw from the softmax.</summary>
    public double NextGumbel() => -Math.Log(-Math.Log(Math.Max(NextDouble(), double.Epsilon)));

    /// <summary>An index drawn in proportion to <paramref name="weights"/>.</summary>
    /// <param name="weights">Finite and not negative; at least one above zero. They need not sum to one.</param>
    /// <exception cref="ArgumentException">The weights are empty, negative, not finite, or all zero.</exception>
    public int NextCategorical(ReadOnlySpan<float> weights)
    {
        double total = 0;
        foreach (var weight in weights)
        {
            if (!(weight >= 0) || float.IsInfinity(weight)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Weights must be finite and not negative, but one is {weight}."), nameof(weights));
            total += weight;
        }

        if (total <= 0) throw new ArgumentException("At least one weight must be above zero.", nameof(weights));
        var target = NextDouble() * total;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0) continue;
            last = i;
            target -= weights[i];
            if (target < 0) return i;
        }

        return last;
    }

    /// <summary>Reorders <paramref name="values"/> so that each order is equally likely (Fisher and Yates).</summary>
    /// <typeparam name="T">Any element type.</typeparam>
    /// <param name="values">The values, reordered in place.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong KeyOf(ulong seed) => Mix(seed ^ 0x6A09E667F3BCC909UL);

    private static ulong KeyOf(ulong parent, string name) => Mix(parent ^ StableHash.Of(name));

    private static ulong KeyOf(ulong parent, string name, long index) => Mix(KeyOf(parent, name) + 0x9E3779B97F4A7C15UL * ((ulong)index + 1));

    private static ulong Mix(ulong z)
    {
        // The finaliser of SplitMix64: a bijection whose output bits each depend on all input bits.
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private void Refill()
    {
        (_w0, _w1, _w2, _w3) = Philox(_block++, 0, _key);
        _next = 0;
    }

    internal static (uint W0, uint W1, uint W2, uint W3) Philox(ulong counterLow, ulong counterHigh, ulong key)
    {
        const uint multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57, weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
        uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32), c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (var round = 0; round < 10; round++)
        {
            var p0 = Math.BigMul(multiplier0, c0);
            var p1 = Math.BigMul(multiplier1, c2);
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += weyl0;
            k1 += weyl1;
        }

        return (c0, c1, c2, c3);
    }
}

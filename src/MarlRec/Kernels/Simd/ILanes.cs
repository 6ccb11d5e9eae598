namespace MarlRec.Kernels.Simd;

/// <summary>
/// A register of float32 lanes. Kernels are written once, generic over this, and compiled for 4, 8 and 16 lanes: a struct around one vector is kept in a
/// register like the vector itself (docs/decisions/0002).
/// </summary>
/// <typeparam name="T">The implementing type.</typeparam>
/// <remarks>Comparisons give all ones or all zeros in a lane. <see cref="Min"/> and <see cref="Max"/> give NaN for a second
/// operand of NaN; what they make of a first one, and <see cref="Largest"/> of any, differs between processors.</remarks>
internal unsafe interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>How many lanes: 4, 8 or 16.</summary>
    static abstract int Count { get; }

    static abstract T Zero { get; }

    static abstract T operator +(T x, T y);

    static abstract T operator -(T x, T y);

    static abstract T operator -(T x);

    static abstract T operator *(T x, T y);

    static abstract T operator /(T x, T y);

    static abstract T operator &(T x, T y);

    static abstract T operator |(T x, T y);

    static abstract T Load(float* source);

    /// <summary>The first <paramref name="count"/> lanes, 0 to Count, and zeros; reads nothing behind them.</summary>
    static abstract T LoadPart(float* source, int count);

    static abstract T Create(float value);

    /// <summary>x · y + z, rounded once where the processor can.</summary>
    static abstract T MultiplyAdd(T x, T y, T z);

    static abstract T Min(T x, T y);

    static abstract T Max(T x, T y);

    static abstract T Abs(T x);

    static abstract T Sqrt(T x);

    /// <summary>To the nearest integer, ties to even.</summary>
    static abstract T Round(T x);

    static abstract T LessThan(T x, T y);

    static abstract T LessThanOrEqual(T x, T y);

    static abstract T Equal(T x, T y);

    /// <summary>A bit for each lane of a comparison's result.</summary>
    static abstract uint Bits(T comparison);

    /// <summary>Lanes of x where the mask is set, of y elsewhere.</summary>
    static abstract T Select(T mask, T x, T y);

    /// <summary>A mask of the first <paramref name="count"/> lanes.</summary>
    static abstract T First(int count);

    /// <summary>x without the bits of the mask.</summary>
    static abstract T Without(T x, T mask);

    /// <summary>x · 2ⁿ for whole n in [−126, 127].</summary>
    static abstract T Scale(T x, T n);

    /// <summary>x · 2ⁿ for whole n in [−126, 128]; +∞ where that is too large for a float.</summary>
    static abstract T ScaleFar(T x, T n);

    /// <summary>x = m · 2ᵉ with m in [√½, √2), for normal x above 0: returns m, and e.</summary>
    static abstract T Split(T x, out T exponent);

    /// <summary>
    /// Whole numbers in [0, 2²⁴), a hash of the key and of the counters first, first + 1, …: two rounds of multiplying and folding, with half of the key
    /// before each.
    /// </summary>
    static abstract T Noise(ulong key, int first);

    /// <summary>The sum of all lanes, added pairwise.</summary>
    static abstract float Sum(T x);

    /// <summary>The largest lane.</summary>
    static abstract float Largest(T x);

    void Store(float* target);

    /// <summary>Writes the first <paramref name="count"/> lanes, 0 to Count, and nothing behind them.</summary>
    void StorePart(float* target, int count);
}

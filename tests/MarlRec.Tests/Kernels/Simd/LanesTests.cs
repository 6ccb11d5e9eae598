using MarlRec.Execution;
using MarlRec.Kernels.Sweeps;

namespace MarlRec.Kernels.Simd;

/// <summary>Each member of the three widths of lanes against single floats; those the processor has not are run in software.</summary>
[Trait("simd", "yes")]
public unsafe class LanesTests
{
    private static readonly float[] s_values =
    [
        0, -0f, 1, -1, 0.5f, -2.5f, 1.5f, 2.5f, 3.49999976f, -7.25f, float.Epsilon, -1e-40f, 1.17549435e-38f, 1e18f, -1e18f, float.MaxValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 16777216,
    ];

    [Fact]
    public void Four() => All<Lanes128>(4);

    [Fact]
    public void Eight() => All<Lanes256>(8);

    [Fact]
    public void Sixteen() => All<Lanes512>(16);

    private static void All<T>(int count)
        where T : struct, ILanes<T>
    {
        Assert.Equal(count, T.Count);
        Parts<T>();
        var random = new RandomStream(3);
        for (var trial = 0; trial < 60; trial++)
        {
            float[] x = new float[count], y = new float[count], z = new float[count];
            foreach (var array in (float[][])[x, y, z])
                foreach (ref var value in array.AsSpan()) value = trial < 30 ? s_values[random.Next(s_values.Length)] : (float)random.NextGaussian();
            Arithmetic<T>(x, y, z);
            Comparisons<T>(x, y, z);
        }

        Reductions<T>(random);
        Exponents<T>();
    }

    private static void Arithmetic<T>(float[] x, float[] y, float[] z)
        where T : struct, ILanes<T>
    {
        T a = From<T>(x), b = From<T>(y), c = From<T>(z);
        Same(a + b, i => x[i] + y[i]);
        Same(a - b, i => x[i] - y[i]);
        Same(-a, i => -x[i]);
        Same(a * b, i => x[i] * y[i]);
        Same(a / b, i => x[i] / y[i]);
        Same(T.Abs(a), i => MathF.Abs(x[i]));
        Same(T.Sqrt(a), i => MathF.Sqrt(x[i]));
        Same(T.Round(a), i => MathF.Round(x[i], MidpointRounding.ToEven));
        Same(T.Zero, _ => 0);
        Same(T.Create(x[0]), _ => x[0]);
        Same(T.MultiplyAdd(a, b, c), i => x[i] * y[i] + z[i], i => MathF.FusedMultiplyAdd(x[i], y[i], z[i]));

        // What these make of NaN, and of zeros of two signs, is left open.
        bool Open(int i) => float.IsNaN(x[i]) || float.IsNaN(y[i]) || (x[i] == 0 && y[i] == 0);
        Same(T.Select(Mask<T>(i => Open(i)), T.Zero, T.Min(a, b)), i => Open(i) ? 0 : MathF.Min(x[i], y[i]));
        Same(T.Select(Mask<T>(i => Open(i)), T.Zero, T.Max(a, b)), i => Open(i) ? 0 : MathF.Max(x[i], y[i]));
    }

    private static void Comparisons<T>(float[] x, float[] y, float[] z)
        where T : struct, ILanes<T>
    {
        T a = From<T>(x), b = From<T>(y), c = From<T>(z);
        Flags(T.LessThan(a, b), i => x[i] < y[i]);
        Flags(T.LessThanOrEqual(a, b), i => x[i] <= y[i]);
        Flags(T.Equal(a, b), i => x[i] == y[i]);
        var mask = Mask<T>(i => i % 3 == 1);
        Same(T.Select(mask, b, c), i => i % 3 == 1 ? y[i] : z[i]);
        Same(T.Without(a, mask), i => i % 3 == 1 ? 0 : x[i]);
        Same(a & b, i => Combine(x[i], y[i], (p, q) => p & q));
        Same(a | b, i => Combine(x[i], y[i], (p, q) => p | q));
    }

    private static void Reductions<T>(RandomStream random)
        where T : struct, ILanes<T>
    {
        for (var trial = 0; trial < 50; trial++)
        {
            var x = new float[T.Count];
            foreach (ref var value in x.AsSpan()) value = (float)random.NextGaussian();
            Assert.Equal(x.Sum(value => (double)value), T.Sum(From<T>(x)), 2e-6);
            Assert.Equal(x.Max(), T.Largest(From<T>(x)));
            x[random.Next(x.Length)] = float.NegativeInfinity;
            Assert.Equal(float.NegativeInfinity, T.Sum(From<T>(x)));
            Assert.Equal(x.Max(), T.Largest(From<T>(x)));
        }
    }

    private static void Exponents<T>()
        where T : struct, ILanes<T>
    {
        for (var n = -126; n <= 127; n++) Same(T.Scale(T.Create(1), T.Create(n)), _ => MathF.ScaleB(1, n));
        for (var n = -126; n <= 128; n++) Same(T.ScaleFar(T.Create(1.5f), T.Create(n)), _ => MathF.ScaleB(1.5f, n));
        foreach (var x in (float[])[1.17549435e-38f, 1e-20f, 0.3f, 0.70710677f, 0.70710683f, 1, 1.4142135f, 1.4142137f, 2, 3, 1e30f, float.MaxValue])
        {
            float m = At(T.Split(T.Create(x), out var exponent)), e = At(exponent);
            Assert.Equal(x, (float)(m * Math.Pow(2, e)));
            Assert.InRange(m, 0.7071067f, 1.4142136f);
        }
    }

    // On memory that ends, and that begins, at a page nobody may touch.
    private static void Parts<T>()
        where T : struct, ILanes<T>
    {
        using var memory = new GuardedMemory(64);
        for (var count = 0; count <= T.Count; count++)
        {
            var first = T.First(count);
            Flags(first, i => i < count);
            foreach (var place in (nint[])[(nint)memory.AtEnd(count), (nint)memory.First])
            {
                var start = (float*)place;
                memory.All.Fill(-5);
                for (var i = 0; i < count; i++) start[i] = i + 1;
                var part = T.LoadPart(start, count);
                Same(part, i => i < count ? i + 1 : 0);
                (part + part).StorePart(start, count);
                for (var i = 0; i < count; i++) Assert.Equal(2 * (i + 1), start[i]);
                Assert.Equal(memory.Capacity - count, memory.All.Count(-5));
            }
        }

        memory.All.Fill(3);
        var end = memory.AtEnd(T.Count);
        T.Load(end).Store(memory.First);
        (T.Load(end) + T.Load(memory.First)).Store(end);
        Assert.Equal(T.Count, memory.All.Count(6));
    }

    private static T From<T>(float[] values)
        where T : struct, ILanes<T>
    {
        fixed (float* start = values) return T.Load(start);
    }

    private static T Mask<T>(Func<int, bool> set)
        where T : struct, ILanes<T>
    {
        var values = new float[T.Count];
        for (var i = 0; i < values.Length; i++) values[i] = set(i) ? BitConverter.Int32BitsToSingle(-1) : 0;
        return From<T>(values);
    }

    private static float At<T>(T lanes)
        where T : struct, ILanes<T> => All(lanes)[T.Count - 1];

    private static float[] All<T>(T lanes)
        where T : struct, ILanes<T>
    {
        var values = new float[T.Count];
        fixed (float* start = values) lanes.Store(start);
        return values;
    }

    private static void Flags<T>(T mask, Func<int, bool> set)
        where T : struct, ILanes<T>
    {
        var values = All(mask);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(set(i) ? -1 : 0, BitConverter.SingleToInt32Bits(values[i]));
            Assert.Equal(set(i), (T.Bits(mask) >> i & 1) == 1);
        }
    }

    // The same bits, except that one NaN is like another.
    private static void Same<T>(T actual, Func<int, float> expected, Func<int, float>? other = null)
        where T : struct, ILanes<T>
    {
        var values = All(actual);
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            bool Is(float wanted) => BitConverter.SingleToInt32Bits(value) == BitConverter.SingleToInt32Bits(wanted) || (float.IsNaN(value) && float.IsNaN(wanted));
            Assert.True(Is(expected(i)) || (other is not null && Is(other(i))), $"lane {i}: {value}, but {expected(i)} was expected");
        }
    }

    private static float Combine(float x, float y, Func<int, int, int> f) =>
        BitConverter.Int32BitsToSingle(f(BitConverter.SingleToInt32Bits(x), BitConverter.SingleToInt32Bits(y)));
}

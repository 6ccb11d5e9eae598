namespace MarlRec.Kernels.Simd;

/// <summary>
/// Errors of the transcendental functions in units in the last place, for every width of registers: over all floats from 2⁻¹³ to 2⁷ and
/// every 97th beyond in the full tier, over every 40,009th always.
/// </summary>
[Trait("simd", "yes")]
public unsafe class LanesMathTests(ITestOutputHelper output)
{
    private const int Chunk = 1 << 14;

    // Measured with fused multiply-adds: exp 0.90, sigmoid 2.48, tanh 2.50, log 0.83, erf 1.19. Separate ones round once more, hence the room.
    [Fact]
    public void ExpIsWithinItsBound() => Check(-87.33f, 88.72f, Math.Exp, default(ExpFunction), 1.5);

    [Fact]
    public void ExpOfNegativeIsWithinItsBound() => Check(-87.33f, 0, Math.Exp, default(ExpOfNegativeFunction), 1.5);

    [Fact]
    public void SigmoidIsWithinItsBound() => Check(-87.33f, float.MaxValue, x => 1 / (1 + Math.Exp(-x)), default(SigmoidFunction), 4);

    [Fact]
    public void TanhIsWithinItsBound() => Check(-float.MaxValue, float.MaxValue, Math.Tanh, default(TanhFunction), 3);

    [Fact]
    public void LogIsWithinItsBound() => Check(1.17549435e-38f, float.MaxValue, Math.Log, default(LogFunction), 1.5);

    [Fact]
    public void ErfIsWithinItsBound() => Check(-float.MaxValue, float.MaxValue, Erf, default(ErfFunction), 2);

    [Fact]
    public void SpecialValues()
    {
        float[] x = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, float.Epsilon, -1e-40f, 100, -100, -1];
        Equal<ExpFunction>(x, [float.NaN, float.PositiveInfinity, 0, 1, 1, 1, 1, float.PositiveInfinity, 0, MathF.Exp(-1)]);
        Equal<SigmoidFunction>(x, [float.NaN, 1, 0, 0.5f, 0.5f, 0.5f, 0.5f, 1, 0, 1 / (1 + MathF.Exp(1))]);
        Equal<TanhFunction>(x, [float.NaN, 1, -1, 0, -0f, float.Epsilon, -1e-40f, 1, -1, MathF.Tanh(-1)]);
        Equal<LogFunction>(x, [float.NaN, float.PositiveInfinity, float.NaN, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NaN, MathF.Log(100), float.NaN, float.NaN]);
        Equal<ErfFunction>(x, [float.NaN, 1, -1, 0, -0f, float.Epsilon, -1e-40f, 1, -1, (float)Erf(-1)]);
        float[] negative = [float.NaN, float.NegativeInfinity, 0, -0f, -float.Epsilon, -100];
        Equal<ExpOfNegativeFunction>(negative, [float.NaN, 0, 1, 1, 1, 0]);
    }

    // Whatever the neighbours: a value's bits do not depend on its lane or on the width of the register where both fuse.
    private static void Equal<TFunction>(float[] x, float[] expected)
        where TFunction : struct, IFunction
    {
        for (var width = 4; width <= 16; width *= 2)
        {
            var y = new float[16];
            for (var i = 0; i < x.Length; i += width)
            {
                var part = new float[16];
                x.AsSpan(i, Math.Min(width, x.Length - i)).CopyTo(part);
                fixed (float* from = part, to = y) Apply(default(TFunction), width, width, from, to);
                for (var j = 0; j < width && i + j < x.Length; j++)
                {
                    Assert.True(
                        Math.Abs(y[j] - expected[i + j]) <= 1.2e-7f * Math.Abs(expected[i + j]) + 1.2e-38f || y[j].Equals(expected[i + j]),
                        $"{typeof(TFunction).Name}({x[i + j]}) = {y[j]}, but {expected[i + j]} was expected");
                    if (expected[i + j] == 0) Assert.Equal(float.IsNegative(expected[i + j]), float.IsNegative(y[j]));
                }
            }
        }
    }

    private void Check<TFunction>(float low, float high, Func<double, double> oracle, TFunction f, double bound)
        where TFunction : struct, IFunction
    {
        var worst = new (double Error, float At)[3];
        // Below 2⁻¹³ the functions are all but straight, above 2⁷ all but flat; the logarithm does the same in every binade.
        float[] cuts = [float.NegativeInfinity, -128, -1f / 8192, 0, 1f / 8192, 128, float.PositiveInfinity];
        for (var range = 0; range + 1 < cuts.Length; range++)
        {
            var step = TestTier.IsFull ? range is 1 or 4 ? 1 : 97 : 40_009;
            // Floats in their order are integers in theirs.
            long first = Order(Math.Max(low, cuts[range])), last = Order(Math.Min(high, cuts[range + 1]));
            if (first > last) continue;
            void Run(int chunk) => Measure(first + (long)chunk * Chunk * step, last, step, oracle, f, worst);
            var chunks = (int)((last - first) / step / Chunk + 1);
            if (TestTier.IsFull) Parallel.For(0, chunks, Run);
            else for (var chunk = 0; chunk < chunks; chunk++) Run(chunk);
        }

        for (var width = 0; width < 3; width++)
        {
            output.WriteLine($"{typeof(TFunction).Name}, {4 << width} lanes: {worst[width].Error:F3} ulp at {worst[width].At:R}");
            Assert.True(worst[width].Error <= bound, $"{typeof(TFunction).Name}, {4 << width} lanes: {worst[width].Error} ulp at {worst[width].At:R}, more than {bound}");
        }
    }

    private static void Measure<TFunction>(long first, long last, long step, Func<double, double> oracle, TFunction f, (double Error, float At)[] worst)
        where TFunction : struct, IFunction
    {
        float[] x = new float[Chunk], y = new float[Chunk];
        double[] expected = new double[Chunk], scale = new double[Chunk];
        for (var i = 0; i < Chunk; i++)
        {
            x[i] = FromOrder((int)Math.Min(last, first + i * step));
            expected[i] = oracle(x[i]);
            // One over the distance of two floats where the true value lies.
            var exponent = Math.Max((int)(BitConverter.DoubleToInt64Bits(expected[i]) >> 52 & 0x7FF) - 1023, -126);
            scale[i] = BitConverter.Int64BitsToDouble((long)(1023 + 23 - exponent) << 52);
        }

        for (var width = 0; width < 3; width++)
        {
            fixed (float* from = x, to = y) Apply(f, 4 << width, Chunk, from, to);
            var largest = (Error: 0.0, At: 0f);
            for (var i = 0; i < Chunk; i++)
            {
                var error = Math.Abs(y[i] - expected[i]) * scale[i];
                if (!(error <= largest.Error)) largest = (error, x[i]);
            }

            lock (worst)
                if (!(largest.Error <= worst[width].Error)) worst[width] = largest;
        }
    }

    private static double Erf(double x) => Math.Abs(x) > 6 ? Math.Sign(x) : MathNet.Numerics.SpecialFunctions.Erf(x);

    private static int Order(float x)
    {
        var bits = BitConverter.SingleToInt32Bits(x);
        return bits < 0 ? int.MinValue - bits : bits;
    }

    private static float FromOrder(int order) => BitConverter.Int32BitsToSingle(order < 0 ? int.MinValue - order : order);

    private static void Apply<TFunction>(TFunction f, int width, int length, float* x, float* y)
        where TFunction : struct, IFunction
    {
        if (width == 4) Apply<TFunction, Lanes128>(f, length, x, y);
        else if (width == 8) Apply<TFunction, Lanes256>(f, length, x, y);
        else Apply<TFunction, Lanes512>(f, length, x, y);
    }

    private static void Apply<TFunction, T>(TFunction f, int length, float* x, float* y)
        where TFunction : struct, IFunction
        where T : struct, ILanes<T>
    {
        for (var i = 0; i < length; i += T.Count) f.Of(T.Load(x + i)).Store(y + i);
    }

    private interface IFunction
    {
        T Of<T>(T x)
            where T : struct, ILanes<T>;
    }

    private readonly struct ExpFunction : IFunction
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LanesMath.Exp(x);
    }

    private readonly struct ExpOfNegativeFunction : IFunction
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LanesMath.ExpOfNegative(x);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LanesMath.Sigmoid(x);
    }

    private readonly struct TanhFunction : IFunction
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LanesMath.Tanh(x);
    }

    private readonly struct LogFunction : IFunction
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LanesMath.Log(x);
    }

    private readonly struct ErfFunction : IFunction
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LanesMath.Erf(x);
    }
}

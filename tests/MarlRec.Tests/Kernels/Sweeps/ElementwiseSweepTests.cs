namespace MarlRec.Kernels.Sweeps;

/// <summary>Element-wise kernels at every length, with what is documented for NaN, ±∞, ±0 and denormals.</summary>
[Trait("simd", "yes")]
public class ElementwiseSweepTests
{
    private const double Exact = 1e-7; // one rounding
    private const double Function = 5e-7;
    private const double Flushed = 1.2e-38; // denormal results may be 0

    [Fact]
    public void Arithmetic()
    {
        Unary(default(IdentityKernel), x => x, Exact);
        Unary(new ScaleKernel(-2.5f), x => -2.5 * x, Exact);
        Binary(default(AddKernel), (x, y) => new(x + y, Math.Abs(x) + Math.Abs(y)), Exact);
        Binary(default(SubtractKernel), (x, y) => new(x - y, Math.Abs(x) + Math.Abs(y)), Exact);
        Binary(default(MultiplyKernel), (x, y) => x * y, Exact);
        Binary(new BlendKernel(0.25f), (x, y) => new(y + 0.25 * (x - y), Math.Abs(x) + Math.Abs(y)), Exact);
        Binary(new MinimumKernel(second: false), (x, y) => Math.Min(x, y), 0);
        Ternary(new MinimumKernel(second: false), (dy, x, y) => x <= y ? dy : 0);
        Ternary(new MinimumKernel(second: true), (dy, x, y) => x <= y ? 0 : dy);
    }

    [Fact]
    public void Relu()
    {
        Unary(default(ReluKernel), x => Math.Max(x, 0), 0);
        Binary(default(ReluKernel), (dy, x) => x > 0 ? dy : 0, 0);
    }

    [Fact]
    public void Clip()
    {
        var f = new ClipKernel(-0.5f, 0.75f);
        Unary(f, x => x < -0.5 ? -0.5 : x > 0.75 ? 0.75 : x, 0);
        Binary(f, (dy, x) => x is >= -0.5 and <= 0.75 ? dy : 0, 0);
    }

    [Fact]
    public void Tanh()
    {
        Unary(default(TanhKernel), x => Math.Tanh(x), Function);
        Binary(default(TanhKernel), (dy, y) => new(dy * (1 - y * y), Math.Abs(dy)), Function);
    }

    [Fact]
    public void Sigmoid()
    {
        Unary(default(SigmoidKernel), x => 1 / (1 + Math.Exp(-x)), Function, Flushed);
        Binary(default(SigmoidKernel), (dy, y) => new(dy * y * (1 - y), Math.Abs(dy * y)), Function);
    }

    [Fact]
    public void Exp()
    {
        Unary(default(ExpKernel), x => Math.Exp(x), Function, Flushed);
        Binary(default(ExpKernel), (dy, y) => dy * y, Exact);
    }

    [Fact]
    public void Gelu()
    {
        static double Distribution(double x) => (1 + MathNet.Numerics.SpecialFunctions.Erf(x / Math.Sqrt(2))) / 2;
        Unary(default(GeluKernel), x => new(x * Distribution(x), Math.Abs(x)), Function);
        Binary(default(GeluKernel), (dy, x) => new(dy * (Distribution(x) + x * (Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI))), Math.Abs(dy)), 2 * Function);
    }

    [Fact]
    public void LengthsMustAgree()
    {
        float[] three = new float[3], two = new float[2];
        Assert.Throws<ArgumentException>(() => Elementwise.Unary(three, two, default(IdentityKernel)));
        Assert.Throws<ArgumentException>(() => Elementwise.AddUnary(two, three, default(IdentityKernel)));
        Assert.Throws<ArgumentException>(() => Elementwise.Binary(three, two, three, default(AddKernel)));
        Assert.Throws<ArgumentException>(() => Elementwise.AddBinary(two, three, three, default(AddKernel)));
        Assert.Throws<ArgumentException>(() => Elementwise.AddTernary(three, three, two, three, new MinimumKernel(second: false)));
    }

    private static void Unary<TOperator>(TOperator f, Func<double, Expected> oracle, double tolerance, double smallest = 1e-44)
        where TOperator : struct, IUnaryOperator => Sweep.Run(Sweep.Lengths, (blocks, n, fill) =>
        {
            SweepBlock x = blocks.Take(n, fill), plain = blocks.Take(n), added = blocks.Take(n), inPlace = blocks.Take(n, fill);
            Elementwise.Unary(x.Span, plain.Span, f);
            Elementwise.AddUnary(x.Span, added.Span, f);
            Elementwise.Unary(inPlace.Span, inPlace.Span, f);
            plain.Expect(i => oracle(x[i]), tolerance, smallest);
            inPlace.Expect(i => oracle(inPlace[i]), tolerance, smallest);
            added.Expect(i => Sum(added[i], oracle(x[i])), tolerance + Exact, smallest);
        });

    private static void Binary<TOperator>(TOperator f, Func<double, double, Expected> oracle, double tolerance)
        where TOperator : struct, IBinaryOperator => Sweep.Run(Sweep.Lengths, (blocks, n, fill) =>
        {
            SweepBlock x = blocks.Take(n, fill), y = blocks.Take(n, fill), plain = blocks.Take(n), added = blocks.Take(n), inPlace = blocks.Take(n, fill);
            Elementwise.Binary(x.Span, y.Span, plain.Span, f);
            Elementwise.AddBinary(x.Span, y.Span, added.Span, f);
            Elementwise.Binary(inPlace.Span, y.Span, inPlace.Span, f);
            plain.Expect(i => oracle(x[i], y[i]), tolerance);
            inPlace.Expect(i => oracle(inPlace[i], y[i]), tolerance);
            added.Expect(i => Sum(added[i], oracle(x[i], y[i])), tolerance + Exact);
        });

    private static void Ternary<TOperator>(TOperator f, Func<double, double, double, Expected> oracle)
        where TOperator : struct, ITernaryOperator => Sweep.Run(Sweep.Lengths, (blocks, n, fill) =>
        {
            SweepBlock x = blocks.Take(n, fill), y = blocks.Take(n, fill), z = blocks.Take(n, fill), added = blocks.Take(n);
            Elementwise.AddTernary(x.Span, y.Span, z.Span, added.Span, f);
            added.Expect(i => Sum(added[i], oracle(x[i], y[i], z[i])), Exact);
        });

    private static Expected Sum(double before, Expected term) => new(before + term.Value, Math.Abs(before) + term.Scale);
}

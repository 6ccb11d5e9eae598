namespace MarlRec.Kernels.Sweeps;

/// <summary>The optimisers' updates at every length, against their formulas.</summary>
[Trait("simd", "yes")]
public unsafe class UpdateSweepTests
{
    private const double Tolerance = 1e-6;
    private const double Penalty = 0.25;

    [Fact]
    public void Adam() => Sweep.Run(Sweep.Lengths, (blocks, n, fill) =>
    {
        const double b1 = 0.9, b2 = 0.999, epsilon = 1e-8, rate = 0.01, decay = 0.1;
        SweepBlock w = blocks.Take(n), g = blocks.Take(n, fill), m = blocks.Take(n), v = blocks.Take(n, MathF.Abs);
        ParameterUpdate.Run(new AdamUpdate(b1, b2, epsilon, rate, Penalty, decay, 3), n, w.Pointer, g.Pointer, m.Pointer, v.Pointer, null);
        double Gradient(int i) => g[i] + Penalty * w[i];
        double Size(int i) => Math.Abs(g[i]) + Math.Abs(w[i]);
        double Mean(int i) => b1 * m[i] + (1 - b1) * Gradient(i);
        double Square(int i) => b2 * v[i] + (1 - b2) * Gradient(i) * Gradient(i);
        double Root(int i) => Math.Sqrt(Square(i) / (1 - b2 * b2 * b2)) + epsilon;
        m.Expect(i => new(Mean(i), Math.Abs(m[i]) + Size(i)), Tolerance);
        v.Expect(i => new(Square(i), Size(i) * Size(i)), Tolerance);
        w.Expect(
            i => new(
                (1 - rate * decay) * w[i] - rate / (1 - b1 * b1 * b1) * Mean(i) / Root(i),
                Math.Abs(w[i]) + rate / (1 - b1 * b1 * b1) * (Math.Abs(m[i]) + Size(i)) / Root(i)), 2 * Tolerance);
    });

    [Fact]
    public void GradientDescent() => Sweep.Run(Sweep.Lengths, (blocks, n, fill) =>
    {
        const double rate = 0.125, momentum = 0.75;
        bool nesterov = blocks.Next(2) == 0, moves = nesterov || blocks.Next(2) == 0;
        SweepBlock w = blocks.Take(n), g = blocks.Take(n, fill), u = blocks.Take(n);
        ParameterUpdate.Run(new SgdUpdate(rate, moves ? momentum : 0, nesterov, Penalty), n, w.Pointer, g.Pointer, moves ? u.Pointer : null, null, null);
        double Gradient(int i) => g[i] + Penalty * w[i];
        double Step(int i) => moves ? momentum * u[i] + Gradient(i) : Gradient(i);
        double Size(int i) => Math.Abs(g[i]) + Math.Abs(w[i]) + Math.Abs(u[i]);
        if (moves) u.Expect(i => new(Step(i), Size(i)), Tolerance);
        w.Expect(i => new(w[i] - rate * (nesterov ? Gradient(i) + momentum * Step(i) : Step(i)), Size(i)), Tolerance);
    });

    [Fact]
    public void RmsProp() => Sweep.Run(Sweep.Lengths, (blocks, n) =>
    {
        const double rate = 0.01, smoothing = 0.75, epsilon = 1e-2, momentum = 0.5;
        bool moves = blocks.Next(2) == 0, centred = blocks.Next(2) == 0;
        SweepBlock w = blocks.Take(n), g = blocks.Take(n), v = blocks.Take(n, x => 4 + MathF.Abs(x)), u = blocks.Take(n), a = blocks.Take(n, MathF.Tanh);
        ParameterUpdate.Run(
            new RmsPropUpdate(rate, smoothing, epsilon, moves ? momentum : 0, centred, Penalty),
            n, w.Pointer, g.Pointer, v.Pointer, moves ? u.Pointer : null, centred ? a.Pointer : null);
        double Gradient(int i) => g[i] + Penalty * w[i];
        double Size(int i) => Math.Abs(g[i]) + Math.Abs(w[i]) + Math.Abs(u[i]);
        double Square(int i) => smoothing * v[i] + (1 - smoothing) * Gradient(i) * Gradient(i);
        double Mean(int i) => smoothing * a[i] + (1 - smoothing) * Gradient(i);
        double Step(int i) => (moves ? momentum * u[i] : 0) + Gradient(i) / (Math.Sqrt(Square(i) - (centred ? Mean(i) * Mean(i) : 0)) + epsilon);
        v.Expect(i => new(Square(i), Size(i) * Size(i)), Tolerance);
        if (centred) a.Expect(i => new(Mean(i), Size(i)), Tolerance);
        if (moves) u.Expect(i => new(Step(i), Size(i)), 3 * Tolerance);
        w.Expect(i => new(w[i] - rate * Step(i), Size(i)), Tolerance);
    });
}

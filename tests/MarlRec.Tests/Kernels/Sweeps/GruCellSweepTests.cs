namespace MarlRec.Kernels.Sweeps;

/// <summary>One step of a gated recurrent unit at every hidden size, against the textbook.</summary>
[Trait("simd", "yes")]
public unsafe class GruCellSweepTests
{
    private const double Tolerance = 1e-6;

    [Fact]
    public void Forward() => Sweep.Run(Sweep.FewLengths, (blocks, h) =>
    {
        int rows = 1 + blocks.Next(3), mode = blocks.Next(3); // no earlier states, in a block of their own, in place
        SweepBlock gates = blocks.Take(rows * 3 * h), candidate = blocks.Take(rows * h), states = blocks.Take(rows * h);
        var previous = mode == 2 ? states : blocks.Take(rows * h);
        GruCell.Forward(rows, h, gates.Pointer, candidate.Pointer, mode == 0 ? null : previous.Pointer, states.Pointer);
        double Gate(int i, int gate) => 1 / (1 + Math.Exp(-gates[i / h * 3 * h + gate * h + i % h]));
        double Fresh(int i) => Math.Tanh(gates[i / h * 3 * h + 2 * h + i % h] + Gate(i, 0) * candidate[i]);
        gates.Expect(
            k =>
            {
                var i = k / (3 * h) * h + k % h;
                return k / h % 3 == 2 ? new Expected(Fresh(i), 1 + Math.Abs(candidate[i])) : Gate(i, k / h % 3);
            },
            Tolerance);
        states.Expect(
            i =>
            {
                var earlier = mode == 0 ? 0 : previous[i];
                return new((1 - Gate(i, 1)) * Fresh(i) + Gate(i, 1) * earlier, 1 + Math.Abs(candidate[i]) + Math.Abs(earlier));
            },
            Tolerance);
    });

    [Fact]
    public void Backward() => Sweep.Run(Sweep.FewLengths, (blocks, h) =>
    {
        var rows = 1 + blocks.Next(3);
        var first = blocks.Next(2) == 0;
        SweepBlock gates = blocks.Take(rows * 3 * h, MathF.Tanh), candidate = blocks.Take(rows * h), dh = blocks.Take(rows * h), previous = blocks.Take(rows * h);
        GruCell.Backward(rows, h, gates.Pointer, candidate.Pointer, first ? null : previous.Pointer, dh.Pointer);
        double Gate(int i, int gate) => gates[i / h * 3 * h + gate * h + i % h];
        double Earlier(int i) => first ? 0 : previous[i];
        double Fresh(int i) => dh[i] * (1 - Gate(i, 1)) * (1 - Gate(i, 2) * Gate(i, 2));
        double Size(int i) => 4 * Math.Abs(dh[i]) * (1 + Math.Abs(candidate[i]) + Math.Abs(Earlier(i)));
        gates.Expect(
            k =>
            {
                var i = k / (3 * h) * h + k % h;
                double reset = Gate(i, 0), update = Gate(i, 1);
                return (k / h % 3) switch
                {
                    0 => new(Fresh(i) * candidate[i] * reset * (1 - reset), Size(i)),
                    1 => new(dh[i] * (Earlier(i) - Gate(i, 2)) * update * (1 - update), Size(i)),
                    _ => new(Fresh(i), Size(i)),
                };
            },
            Tolerance);
        candidate.Expect(i => new(Fresh(i) * Gate(i, 0), Size(i)), Tolerance);
        dh.Expect(i => new(dh[i] * Gate(i, 1)), Tolerance);
    });
}

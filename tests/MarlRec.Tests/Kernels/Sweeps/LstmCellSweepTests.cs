namespace MarlRec.Kernels.Sweeps;

/// <summary>One step of an LSTM at every hidden size, against the textbook.</summary>
[Trait("simd", "yes")]
public unsafe class LstmCellSweepTests
{
    private const double Tolerance = 1e-6;
    private const double Flushed = 1e-37; // times a cell

    [Fact]
    public void Forward() => Sweep.Run(Sweep.FewLengths, (blocks, h, fill) =>
    {
        int rows = 1 + blocks.Next(3), mode = blocks.Next(3); // no earlier cells, in a block of their own, in place
        SweepBlock gates = blocks.Take(rows * 4 * h, fill), cells = blocks.Take(rows * h), tanh = blocks.Take(rows * h), states = blocks.Take(rows * h);
        var previous = mode == 2 ? cells : blocks.Take(rows * h);
        LstmCell.Forward(rows, h, gates.Pointer, mode == 0 ? null : previous.Pointer, cells.Pointer, tanh.Pointer, states.Pointer, h);
        double Gate(int i, int gate)
        {
            var x = gates[i / h * 4 * h + gate * h + i % h];
            return gate == 2 ? Math.Tanh(x) : 1 / (1 + Math.Exp(-x));
        }

        Expected Cell(int i)
        {
            double fresh = Gate(i, 0) * Gate(i, 2), kept = mode == 0 ? 0 : Gate(i, 1) * previous[i];
            return new(fresh + kept, Math.Abs(fresh) + Math.Abs(kept));
        }

        gates.Expect(i => Gate(i / (4 * h) * h + i % h, i / h % 4), Tolerance, Flushed);
        cells.Expect(Cell, Tolerance, Flushed);
        tanh.Expect(i => new(Math.Tanh(Cell(i).Value), Cell(i).Scale), Tolerance, Flushed);
        states.Expect(i => new(Gate(i, 3) * Math.Tanh(Cell(i).Value), Gate(i, 3) * Cell(i).Scale), 2 * Tolerance, Flushed);
    });

    [Fact]
    public void Backward() => Sweep.Run(Sweep.FewLengths, (blocks, h) =>
    {
        var rows = 1 + blocks.Next(3);
        var first = blocks.Next(2) == 0;
        SweepBlock gates = blocks.Take(rows * 4 * h, MathF.Tanh), tanh = blocks.Take(rows * h, MathF.Tanh), dh = blocks.Take(rows * h), dc = blocks.Take(rows * h);
        var previous = blocks.Take(rows * h);
        LstmCell.Backward(rows, h, gates.Pointer, first ? null : previous.Pointer, tanh.Pointer, dh.Pointer, dc.Pointer);
        double Gate(int i, int gate) => gates[i / h * 4 * h + gate * h + i % h];
        double Size(int i) => Math.Abs(dc[i]) + Math.Abs(dh[i]);
        double Cell(int i) => dc[i] + dh[i] * Gate(i, 3) * (1 - tanh[i] * tanh[i]);
        gates.Expect(
            k =>
            {
                var i = k / (4 * h) * h + k % h;
                double input = Gate(i, 0), forget = Gate(i, 1), candidate = Gate(i, 2), output = Gate(i, 3);
                return (k / h % 4) switch
                {
                    0 => new(Cell(i) * candidate * input * (1 - input), Size(i)),
                    1 => new(Cell(i) * (first ? 0 : previous[i]) * forget * (1 - forget), Size(i) * Math.Abs(previous[i])),
                    2 => new(Cell(i) * input * (1 - candidate * candidate), Size(i)),
                    _ => new(dh[i] * tanh[i] * output * (1 - output), Size(i)),
                };
            },
            Tolerance);
        dc.Expect(i => new(Cell(i) * Gate(i, 1), Size(i)), Tolerance);
    });
}

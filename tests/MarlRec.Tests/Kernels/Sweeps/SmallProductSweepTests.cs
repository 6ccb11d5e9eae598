namespace MarlRec.Kernels.Sweeps;

/// <summary>Products of small matrices with any strides.</summary>
[Trait("simd", "yes")]
public unsafe class SmallProductSweepTests
{
    [Fact]
    public void AddAndAddTransposed() => Sweep.Run(Sweep.FewLengths, (blocks, n) =>
    {
        int m = blocks.Next(10), k = blocks.Next(9), gap = blocks.Next(3);
        // A is row-major or its transpose; the rows of B and C have gaps.
        var across = blocks.Next(2) == 0;
        SweepBlock a = blocks.Take(m * k), b = blocks.Take(k * (n + gap)), c = blocks.Take(m * (n + gap)), bt = blocks.Take(n * (k + gap)), ct = blocks.Take(m * (n + gap));
        SmallProduct.Add(m, n, k, a.Pointer, across ? k : 1, across ? 1 : m, b.Pointer, n + gap, c.Pointer, n + gap);
        SmallProduct.AddTransposed(m, n, k, a.Pointer, k, bt.Pointer, k + gap, ct.Pointer, n + gap);
        Expected Element(SweepBlock into, int i, Func<int, int, int, double> term)
        {
            int row = i / (n + gap), column = i % (n + gap);
            if (column >= n) return into[i];
            return new(into[i] + RowSweepTests.Total(k, p => term(row, column, p)), Math.Abs(into[i]) + RowSweepTests.Total(k, p => Math.Abs(term(row, column, p))));
        }

        c.Expect(i => Element(c, i, (row, column, p) => a[across ? row * k + p : p * m + row] * b[p * (n + gap) + column]), 1e-6);
        ct.Expect(i => Element(ct, i, (row, column, p) => a[row * k + p] * bt[column * (k + gap) + p]), 1e-6);
    });
}

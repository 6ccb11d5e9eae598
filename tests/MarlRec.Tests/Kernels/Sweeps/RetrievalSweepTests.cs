using MarlRec.Kernels.Retrieval;

namespace MarlRec.Kernels.Sweeps;

/// <summary>Scans of rows and scores at every length.</summary>
[Trait("simd", "yes")]
public unsafe class RetrievalSweepTests
{
    [Fact]
    public void Rows() => Sweep.Run(Sweep.FewLengths, (blocks, size) =>
    {
        int rows = blocks.Next(10), found;
        const float bar = 0.5f;
        SweepBlock items = blocks.Take(rows * size), query = blocks.Take(size), scores = blocks.Take(rows), alone = blocks.Take(rows);
        var hits = new int[rows + 1];
        fixed (int* into = hits) found = RowScan.Above(items.Pointer, rows, size, query.Pointer, bar, into, scores.Pointer);
        for (var row = 0; row < rows; row++) alone.Span[row] = RowScan.Dot(items.Pointer + row * size, size, query.Pointer);
        alone.Expect(
            row => new(RowSweepTests.Total(size, j => items[row * size + j] * query[j]), RowSweepTests.Total(size, j => Math.Abs(items[row * size + j] * query[j]))),
            4e-6);

        // The same bits alone and in the scan, in the order of the rows.
        var above = Enumerable.Range(0, rows).Where(row => alone.Span[row] > bar).ToArray();
        Assert.Equal(above, hits[..found]);
        var values = above.Select(row => alone.Span[row]).ToArray();
        Assert.Equal(values, scores.Span[..found].ToArray());
        scores.Expect(i => i < found ? values[i] : scores.Span[i], 0);
    });

    [Fact]
    public void Grids() => Sweep.Run(Sweep.FewLengths.Where(columns => columns % 16 == 0), (blocks, columns, fill) =>
    {
        int rows = blocks.Next(5), found;
        SweepBlock scores = blocks.Take(rows * columns, fill), bars = blocks.Take(columns);
        var hits = new int[rows * columns + 1];
        fixed (int* into = hits) found = ScoreGrid.Above(scores.Pointer, rows, columns, bars.Pointer, into);
        Assert.Equal(Enumerable.Range(0, rows * columns).Where(i => scores[i] > bars[i % columns]), hits[..found]);
    });
}

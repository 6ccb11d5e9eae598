using MarlRec.Execution;
using MarlRec.Recommenders.Retrieval;

namespace MarlRec.Kernels.Retrieval;

public unsafe class CodeScanTests
{
    [Theory]
    [MemberData(nameof(Kinds))]
    public void NoRowAboveTheBarIsMissed(string kind)
    {
        var random = new RandomStream(11);
        for (var size = 1; size <= 70; size++)
        {
            var rows = 1 + random.Next(70);
            var (items, query) = ItemTables.Make(kind, rows, size, random);
            var codes = ItemCodes.Create(items, ComputeContext.Serial)!;
            var packed = new int[QueryCode.LengthOf(size)];
            var hits = new int[rows];
            fixed (float* q = query)
            fixed (int* p = packed, h = hits)
            {
                var scores = new float[rows];
                for (var row = 0; row < rows; row++) scores[row] = RowScan.Dot(items.Pointer + row * size, size, q);
                foreach (var bar in scores)
                {
                    var count = CodeScan.Above(codes.Rows, rows, new QueryCode(query, p), MathF.BitDecrement(bar), h);
                    var found = hits[..count];
                    Assert.Equal(found.Order().Distinct(), found);
                    Assert.Empty(Enumerable.Range(0, rows).Where(row => scores[row] >= bar).Except(found));
                    Assert.All(found, row => Assert.InRange(row, 0, rows - 1));
                }
            }
        }
    }

    public static TheoryData<string> Kinds() => [.. ItemTables.Kinds];

    [Fact]
    public void FewRowsPassAHighBar()
    {
        const int rows = 10_000, size = 64;
        var (items, query) = ItemTables.Make("normal", rows, size, new RandomStream(12));
        var codes = ItemCodes.Create(items, ComputeContext.Serial)!;
        var packed = new int[QueryCode.LengthOf(size)];
        var hits = new int[rows];
        fixed (int* p = packed, h = hits)
        {
            var norm = MathF.Sqrt(query.Sum(value => value * value));
            // Two deviations: 2.3 % of the rows lie above it.
            Assert.InRange(CodeScan.Above(codes.Rows, rows, new QueryCode(query, p), 2 * norm, h), 200, 400);
        }
    }
}

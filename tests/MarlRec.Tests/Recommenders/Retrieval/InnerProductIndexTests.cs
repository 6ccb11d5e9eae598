using MarlRec.Execution;
using MarlRec.Kernels.Retrieval;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Retrieval;

public unsafe class InnerProductIndexTests
{
    [Fact]
    public void EverySmallTableIsRankedAsByScoringAndSortingAllOfIt()
    {
        var random = new RandomStream(1);
        for (var size = 1; size <= 70; size++)
        {
            var rows = random.Next(301);
            var (items, query) = ItemTables.Make("normal", rows, size, random);
            foreach (var count in new[] { 0, 1, 7, rows, rows + 5 }) Expect(items, query, count);
        }

        Expect(new FloatTensor(0, 64), new float[64], 3);
        Expect(new FloatTensor(5, 0), [], 3);
    }

    /// <summary>Long enough for bounds to matter, for several phases and for their tiles.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void LargeTablesAreRankedSoToo(string kind, int rows, int size, int count)
    {
        var (items, query) = ItemTables.Make(kind, rows, size, new RandomStream((ulong)rows));
        Expect(items, query, count);
        foreach (ref var value in query.AsSpan()) value = -value;
        Expect(items, query, count);
        foreach (ref var value in query.AsSpan()) value *= 1e-37f;
        Expect(items, query, count);
    }

    public static TheoryData<string, int, int, int> Tables()
    {
        var data = new TheoryData<string, int, int, int>();
        foreach (var kind in ItemTables.Kinds)
        {
            data.Add(kind, 21_003, 8, 10);
            data.Add(kind, 4_999, 67, 100);
        }

        data.Add("normal", 70_001, 3, 1);
        data.Add("normal", 9_000, 1, 1_500);
        data.Add("normal", 3_000, 300, 20);
        return data;
    }

    [Theory]
    [InlineData(21_003, 24, 10, 75)]
    [InlineData(1_000, 1, 3, 32)]
    [InlineData(300, 70, 400, 40)]
    [InlineData(5_000, 5, 5_000, 9)]
    [InlineData(2_000, 9, 4, 33)]
    [InlineData(40, 64, 0, 6)]
    [InlineData(0, 64, 2, 6)]
    public void ManyQueriesFindWhatEachFindsAlone(int rows, int size, int count, int queries)
    {
        var random = new RandomStream(3);
        foreach (var kind in new[] { "normal", "whole numbers", "mixed scales", "along the query" })
        {
            var items = ItemTables.Make(kind, rows, size, random).Items;
            var all = ItemTables.Make("normal", queries, size, random).Items.Span;
            var index = new InnerProductIndex(items, quantise: queries % 2 == 0);
            var (ids, scores) = (new int[queries * count], new float[queries * count]);
            index.SearchMany(all, queries, ids, scores);
            for (var query = 0; query < queries; query++)
            {
                var (expectedIds, expectedScores) = (new int[count], new float[count]);
                index.Search(all.Slice(query * size, size), expectedIds, expectedScores);
                Assert.Equal(expectedIds, ids.AsSpan(query * count, count));
                Assert.Equal(expectedScores, scores.AsSpan(query * count, count));
            }
        }
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("whole numbers")]
    public void ResultsAreTheSameAtAnyDegree(string kind)
    {
        const int size = 12, count = 50, queries = 20;
        var (items, query) = ItemTables.Make(kind, 30_001, size, new RandomStream(4));
        var many = ItemTables.Make("normal", queries, size, new RandomStream(5)).Items;
        List<int[]> results = [];
        foreach (var degree in new[] { 1, 2, 3 })
        {
            using var context = new ComputeContext(degree);
            var (ids, scores) = (new int[(queries + 2) * count], new float[(queries + 2) * count]);
            for (var quantised = 0; quantised < 2; quantised++)
                new InnerProductIndex(items, quantised == 1, context).Search(query, ids.AsSpan(quantised * count, count), scores.AsSpan(quantised * count, count));
            new InnerProductIndex(items, false, context).SearchMany(many.Span, queries, ids.AsSpan(2 * count), scores.AsSpan(2 * count));
            results.Add([.. ids, .. scores.Select(BitConverter.SingleToInt32Bits)]);
        }

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void SearchesAllocateNothing()
    {
        var (items, query) = ItemTables.Make("normal", 20_000, 16, new RandomStream(6));
        var many = ItemTables.Make("normal", 12, 16, new RandomStream(7)).Items;
        var (ids, scores, seen) = (new int[120], new float[120], new[] { 4, 2, 4 });
        using var context = new ComputeContext(2);
        var index = new InnerProductIndex(items, context: context);
        void Search()
        {
            index.Search(query, ids, scores, new ItemFilter { Excluded = seen });
            index.SearchMany(many.Span, 12, ids, scores, new ItemFilter { Excluded = seen });
        }

        for (var pass = 0; pass < 2; pass++) Search();
        Assert.Equal(0, Allocations.Of(Search));
    }

    [Fact]
    public void BadInputIsNamed()
    {
        var index = new InnerProductIndex(FloatTensor.From([1, 2, 3, 4, 5, 6], 3, 2));
        var (ids, scores) = (new int[2], new float[2]);
        Assert.Contains("items[3] is NaN", Assert.Throws<ArgumentException>(() => new InnerProductIndex(FloatTensor.From([0, 1, 2, float.NaN], 2, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new InnerProductIndex(FloatTensor.From([0, float.NegativeInfinity], 2, 1)));
        Assert.Contains("[2,2,1]", Assert.Throws<ArgumentException>(() => new InnerProductIndex(new FloatTensor(2, 2, 1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new InnerProductIndex(null!));
        Assert.Contains("query[1] is", Assert.Throws<ArgumentException>(() => index.Search([1, float.PositiveInfinity], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("length 3", Assert.Throws<ArgumentException>(() => index.Search([1, 2, 3], 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search([1, 2], -1));
        Assert.Throws<ArgumentException>(() => index.Search([1, 2], ids, scores.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => index.Search([1, 2], 1, new ItemFilter { Allowed = new bool[2] }));
        Assert.Throws<ArgumentException>(() => index.Search([1, 2], 1, new ItemFilter { ExcludedEnds = [0] }));
        Assert.Throws<ArgumentException>(() => index.SearchMany([1, 2, 3], 2, ids, scores));
        Assert.Throws<ArgumentException>(() => index.SearchMany([1, 2, 3, 4, 5, 6], 3, ids, scores));
        Assert.Throws<ArgumentException>(() => index.SearchMany([1, 2, 3, 4], 2, ids, scores, new ItemFilter { Excluded = [1, 2], ExcludedEnds = [2, 1] }));
        Assert.Contains("cannot hold", Assert.Throws<ArgumentException>(() => new InnerProductIndex(FloatTensor.From([1e30f], 1, 1)).Search([1e9f], 1)).Message, StringComparison.Ordinal);
        Assert.False(new InnerProductIndex(FloatTensor.From([1e30f], 1, 1)).IsQuantised);
        Assert.True(index.IsQuantised);
    }

    [Fact]
    public void FiltersHoldForOneQueryAndForMany()
    {
        const int rows = 9_001, size = 6, count = 20, queries = 14;
        var random = new RandomStream(8);
        var (items, query) = ItemTables.Make("normal", rows, size, random);
        var many = new float[queries * size];
        for (var q = 0; q < queries; q++) query.CopyTo(many, q * size);
        var allowed = new bool[rows];
        foreach (ref var value in allowed.AsSpan()) value = random.Next(100) == 0;
        var best = Ranking(items, query, rows).Where(found => allowed[found.Item]).ToArray();
        // Each query leaves out some more of the best.
        int[] excluded = [.. Enumerable.Range(0, queries).SelectMany(q => best.Take(q).Select(found => found.Item).Reverse()).Append(-1).Append(rows)];
        int[] ends = [.. Enumerable.Range(0, queries).Select(q => q * (q + 1) / 2)];
        ends[^1] += 2;
        var (ids, scores) = (new int[queries * count], new float[queries * count]);
        var index = new InnerProductIndex(items);
        index.SearchMany(many, queries, ids, scores, new ItemFilter { Allowed = allowed, Excluded = excluded, ExcludedEnds = ends });
        for (var q = 0; q < queries; q++)
        {
            var expected = best.Skip(q).Take(count).ToArray();
            Assert.Equal(expected.Select(found => found.Item), ids.Skip(q * count).Take(count));
            Assert.Equal(expected, index.Search(query, count, new ItemFilter { Allowed = allowed, Excluded = [.. best.Take(q).Select(found => found.Item)] }));
        }

        Assert.Equal(best, index.Search(query, rows, new ItemFilter { Allowed = allowed }));
        Assert.Equal(0, index.Search(query, ids, scores, new ItemFilter { Allowed = new bool[rows] }));
        Assert.All(ids, id => Assert.Equal(-1, id));
        Assert.All(scores, score => Assert.Equal(float.NegativeInfinity, score));
    }

    private static void Expect(FloatTensor items, float[] query, int count)
    {
        var expected = Ranking(items, query, count);
        foreach (var quantise in new[] { false, true })
        {
            var found = new InnerProductIndex(items, quantise).Search(query, count);
            Assert.Equal(expected, found);
        }
    }

    /// <summary>All rows scored one by one, each score near the one in double, and sorted.</summary>
    private static ScoredItem[] Ranking(FloatTensor items, float[] query, int count)
    {
        var all = new ScoredItem[items.Shape[0]];
        fixed (float* q = query)
        {
            for (var row = 0; row < all.Length; row++)
            {
                all[row] = new ScoredItem(row, RowScan.Dot(items.Pointer + row * query.Length, query.Length, q) + 0f);
                double exact = 0, magnitude = 0;
                for (var i = 0; i < query.Length; i++)
                {
                    exact += (double)items.Row(row)[i] * query[i];
                    magnitude += Math.Abs((double)items.Row(row)[i] * query[i]);
                }

                Assert.True(Math.Abs(all[row].Score - exact) <= magnitude * Rounding.Gamma(query.Length + 1) + (query.Length + 1) * float.Epsilon);
            }
        }

        return [.. all.OrderByDescending(item => item.Score).ThenBy(item => item.Item).Take(count)];
    }
}

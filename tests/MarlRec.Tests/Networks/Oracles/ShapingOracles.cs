namespace MarlRec.Networks.Oracles;

/// <summary>Operations that move elements.</summary>
internal static class ShapingOracles
{
    internal static IEnumerable<OperationSpec> All =>
    [
        new("Reshape", "", draw =>
        {
            int n = draw.Size(90), d = draw.Size(410);
            return new([draw.Normal(n, d)], (t, x) => t.Reshape(x[0], d, 1, n), x => x[0].As(d, 1, n));
        }),
        new("Concat", "", draw =>
        {
            int n = draw.Size(12), m = draw.Size(13), d = draw.Size(190), e = draw.Size(110);
            return new([draw.Normal(n, m, d), draw.Normal(n, m, e)], (t, x) => t.Concat(x[0], x[1]), x =>
            {
                var y = new Plain(n, m, d + e);
                for (var i = 0; i < y.Length; i++)
                {
                    int row = i / (d + e), column = i % (d + e);
                    y[i] = column < d ? x[0][row * d + column] : x[1][row * e + column - d];
                }

                return y;
            });
        }),
        new("GatherRows", "", draw =>
        {
            int n = draw.Size(5), m = draw.Size(20), d = draw.Size(150);
            var rows = n * m == 0 ? [] : draw.Ids(draw.Size(300), n * m);
            return new([draw.Normal(n, m, d)], (t, x) => t.GatherRows(x[0], rows), x => Rows(x[0].As(n * m, d), rows).As(rows.Length, d));
        }),
        new("GatherColumns", "", draw =>
        {
            int n = draw.Size(700), d = draw.Positive(60);
            var columns = draw.Ids(n, d);
            return new([draw.Normal(n, d)], (t, x) => t.GatherColumns(x[0], columns), x => new Plain(n).Map(i => x[0][i, columns[i]]));
        }),
        new("GatherColumns", "masked", draw =>
        {
            int n = draw.Size(700), d = draw.Positive(60);
            var mask = new bool[n];
            foreach (ref var flag in mask.AsSpan()) flag = draw.Random.Next(3) > 0;
            var columns = draw.Ids(n, d);
            for (var i = 0; i < n; i++) if (!mask[i]) columns[i] = -1; // ignored
            return new([draw.Normal(n, d)], (t, x) => t.GatherColumns(x[0], columns, mask), x => new Plain(n).Map(i => mask[i] ? x[0][i, columns[i]] : 0));
        }),
        new("MaximumColumns", "", draw =>
        {
            int n = draw.Size(700), d = draw.Positive(60);
            return new([draw.Normal(n, d)], (t, x) => t.MaximumColumns(x[0]), x => new Plain(n).Map(i => Enumerable.Range(i * d, d).Max(j => x[0][j])));
        }),
        new("MaximumColumns", "masked", draw =>
        {
            int n = draw.Size(700), d = draw.Positive(60);
            var mask = draw.Mask(n, d);
            return new(
                [draw.Normal(n, d)],
                (t, x) => t.MaximumColumns(x[0], mask),
                x => new Plain(n).Map(i => Enumerable.Range(i * d, d).Where(j => mask[j]).Max(j => x[0][j])));
        }),
        new("EmbeddingLookup", "", draw =>
        {
            int v = draw.Size(90), d = draw.Size(80), batch = v == 0 ? 0 : draw.Size(21), time = draw.Positive(23);
            var ids = draw.Ids(batch * time, v);
            return new([draw.Normal(v, d)], (t, x) => t.EmbeddingLookup(x[0], ids, batch, time), x => Rows(x[0], ids).As(batch, time, d));
        }),
        new("EmbeddingBag", "", draw =>
        {
            int v = draw.Size(90), d = draw.Size(80), batch = draw.Size(40), time = draw.Positive(23);
            var lengths = v == 0 ? new int[batch] : draw.Lengths(batch, time);
            var ids = v == 0 ? new int[batch * time] : draw.Ids(batch * time, v);
            return new([draw.Normal(v, d)], (t, x) => t.EmbeddingBag(x[0], new SequenceBatch(ids, lengths, time)), x =>
                new Plain(batch, d).Map(i => lengths[i / d] == 0 ? 0 : ids.AsSpan(i / d * time, lengths[i / d]).ToArray().Average(id => x[0][id, i % d])));
        }),
        new("LastSteps", "", draw =>
        {
            int batch = draw.Size(40), time = draw.Positive(9), d = draw.Size(100);
            var lengths = draw.Lengths(batch, time);
            return new([draw.Normal(batch, time, d)], (t, x) => t.LastSteps(x[0], lengths), x =>
                new Plain(batch, d).Map(i => lengths[i / d] == 0 ? 0 : x[0][(i / d * time + lengths[i / d] - 1) * d + i % d]));
        }),
    ];

    private static Plain Rows(Plain table, int[] rows)
    {
        var y = new Plain(rows.Length, table.Shape[1]);
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < table.Shape[1]; j++) y[i, j] = table[rows[i], j];
        return y;
    }
}

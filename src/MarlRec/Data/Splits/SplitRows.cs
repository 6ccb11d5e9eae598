namespace MarlRec.Data.Splits;

/// <summary>The part that each row of a log goes to; parts keep the log's row order, so that a split never reorders events.</summary>
internal static class SplitRows
{
    internal const byte Train = 0, Validation = 1, Test = 2;

    internal static DataSplit Apply(InteractionLog log, ReadOnlySpan<byte> parts) => new(Part(log, parts, Train), Part(log, parts, Validation), Part(log, parts, Test));

    private static InteractionLog Part(InteractionLog log, ReadOnlySpan<byte> parts, byte part)
    {
        var rows = new int[parts.Count(part)];
        var next = 0;
        for (var row = 0; row < parts.Length; row++)
            if (parts[row] == part) rows[next++] = row;
        return log.Select(rows);
    }
}

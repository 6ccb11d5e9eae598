namespace MarlRec.Encoders.Checkpoints;

/// <summary>Groups sequences of similar length, so that little of a batch is padding.</summary>
internal static class LengthBatches
{
    /// <summary>Batches of indices, short sequences first; in each, the longest is last. Rows times the longest stay within the budget where one row does.</summary>
    internal static List<int[]> Of(int[][] rows, int budget)
    {
        var order = new int[rows.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (left, right) => rows[left].Length != rows[right].Length ? rows[left].Length.CompareTo(rows[right].Length) : left.CompareTo(right));
        var batches = new List<int[]>();
        var first = 0;
        for (var i = 0; i < order.Length; i++)
        {
            if (i == first || (long)(i - first + 1) * rows[order[i]].Length <= budget) continue;
            batches.Add(order[first..i]);
            first = i;
        }

        if (first < order.Length) batches.Add(order[first..]);
        return batches;
    }
}

using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>Cuts histories into windows that an encoder reads at once; where the first cut falls is drawn anew each time.</summary>
internal static class SequenceWindows
{
    /// <summary>Windows of up to <paramref name="length"/> inputs and the target after each, in random order.</summary>
    internal static List<ArraySegment<int>> Cut(IReadOnlyList<int[]> histories, int length, RandomStream random)
    {
        var windows = new List<ArraySegment<int>>();
        foreach (var history in histories)
        {
            if (history.Length < 2) continue;
            var end = history.Length;
            if (end > length + 1) end -= random.Next(Math.Min(length, end - length));
            if (end < history.Length) windows.Add(Window(history, history.Length, length));
            for (; end >= 2; end -= length) windows.Add(Window(history, end, length));
        }

        var order = windows.ToArray();
        random.Shuffle(order.AsSpan());
        return [.. order];
    }

    private static ArraySegment<int> Window(int[] history, int end, int length)
    {
        var start = Math.Max(0, end - length - 1);
        return new ArraySegment<int>(history, start, end - start);
    }
}

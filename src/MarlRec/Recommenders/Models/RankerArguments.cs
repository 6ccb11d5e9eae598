namespace MarlRec.Recommenders.Models;

/// <summary>What rankers ask of their arguments.</summary>
internal static class RankerArguments
{
    internal static void RequireItems(ReadOnlySpan<int> history, int itemCount, string name = "history")
    {
        foreach (var item in history)
            if ((uint)item >= (uint)itemCount) throw new ArgumentOutOfRangeException(name, item, $"{name} must hold items in [0, {itemCount}).");
    }
}

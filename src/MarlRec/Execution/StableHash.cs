namespace MarlRec.Execution;

/// <summary>A hash that is the same in every process, unlike <see cref="string.GetHashCode()"/>: FNV-1a, 64 bits, over UTF-16 code units.</summary>
internal static class StableHash
{
    internal static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var unit in text)
        {
            hash = (hash ^ (byte)unit) * 0x100000001B3UL;
            hash = (hash ^ (byte)(unit >> 8)) * 0x100000001B3UL;
        }

        return hash;
    }
}

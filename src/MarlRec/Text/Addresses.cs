namespace MarlRec.Text;

/// <summary>Finds web and e-mail addresses in text whose only white space is the plain space, and overwrites them with spaces. Linear time, no regular expression.</summary>
internal static class Addresses
{
    // Only the first trigger of a chunk counts, and all from its start to the chunk's end goes. What is left holds no trigger, so a second pass finds nothing.
    internal static void Blank(Span<char> text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOf(' ');
            if (length < 0) length = text.Length - start;
            var chunk = text.Slice(start, length);
            var address = IndexOfAddress(chunk);
            if (address >= 0) chunk[address..].Fill(' ');
            start += length + 1;
        }
    }

    private static int IndexOfAddress(ReadOnlySpan<char> chunk)
    {
        for (var i = 0; i < chunk.Length; i++)
        {
            switch (chunk[i])
            {
                case ':' when chunk[i..].StartsWith("://"):
                    return StartOfRun(chunk, i, "+-.");
                case '@' when IsMail(chunk, i):
                    return StartOfRun(chunk, i, "+-._'");
                case 'w' or 'W' when chunk[i..].StartsWith("www.", StringComparison.OrdinalIgnoreCase) && (i == 0 || !char.IsLetterOrDigit(chunk[i - 1])):
                    return i;
            }
        }

        return -1;
    }

    private static bool IsMail(ReadOnlySpan<char> chunk, int at)
    {
        if (at == 0 || !char.IsLetterOrDigit(chunk[at - 1])) return false;
        var i = at + 1;
        while (i < chunk.Length && (char.IsLetterOrDigit(chunk[i]) || chunk[i] == '-')) i++;
        return i > at + 1 && i + 1 < chunk.Length && chunk[i] == '.' && char.IsLetterOrDigit(chunk[i + 1]);
    }

    private static int StartOfRun(ReadOnlySpan<char> chunk, int end, string joiners)
    {
        var start = end;
        while (start > 0 && (char.IsLetterOrDigit(chunk[start - 1]) || joiners.Contains(chunk[start - 1]))) start--;
        return start;
    }
}

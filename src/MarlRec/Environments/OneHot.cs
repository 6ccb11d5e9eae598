namespace MarlRec.Environments;

/// <summary>Reading of one-hot rows.</summary>
internal static class OneHot
{
    /// <summary>Where the single 1 stands, or −1 if <paramref name="flat"/> is anything but a single 1 among zeros.</summary>
    internal static int IndexOf(ReadOnlySpan<float> flat)
    {
        var found = -1;
        for (var i = 0; i < flat.Length; i++)
        {
            if (flat[i] == 0) continue;
            if (flat[i] != 1 || found >= 0) return -1;
            found = i;
        }

        return found;
    }
}

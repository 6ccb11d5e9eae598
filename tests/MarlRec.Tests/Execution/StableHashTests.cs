using System.Numerics;
using FsCheck.Xunit;

namespace MarlRec.Execution;

public class StableHashTests
{
    [Property(MaxTest = 100)]
    public bool EqualsFnv1aOverTheUtf16Bytes(string? text)
    {
        text ??= "";
        var units = new byte[text.Length * 2];
        for (var i = 0; i < text.Length; i++) BitConverter.TryWriteBytes(units.AsSpan(i * 2), text[i]);
        var hash = BigInteger.Parse("14695981039346656037");
        foreach (var unit in units) hash = (hash ^ unit) * BigInteger.Parse("1099511628211") % BigInteger.Pow(2, 64);
        return StableHash.Of(text) == (ulong)hash;
    }

    [Fact]
    public void BytesFollowThePublishedAnswers()
    {
        // "a\0" is what FNV-1a sees of "a": the published answer for "a" is one byte before it.
        Assert.Equal(0xCBF29CE484222325UL, StableHash.Of(""));
        Assert.Equal(unchecked(0xAF63DC4C8601EC8CUL * 0x100000001B3UL), StableHash.Of("a"));
    }
}

using FsCheck.Xunit;

namespace MarlRec.Encoders;

public sealed class SequenceBlocksTests
{
    [Property]
    public void BlocksHoldAllInOrderAndFewerTokensThanOneLongTextWouldCost(ushort[] lengths)
    {
        int[][] sequences = [.. (lengths ?? []).Select(length => new int[length])];
        var next = 0;
        foreach (var (first, rows) in SequenceBlocks.Of(sequences, "sequences"))
        {
            Assert.Equal(next, first);
            Assert.Equal(sequences[first..(first + rows.Batch)].Select(one => one.Length), rows.Lengths.ToArray());
            Assert.True(rows.Batch == 1 || rows.Batch * rows.Time <= 1 << 16);
            next += rows.Batch;
        }

        Assert.Equal(sequences.Length, next);
    }
}

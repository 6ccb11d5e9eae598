using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Environments.Matrix;

public class PayoffTableTests
{
    [Property(MaxTest = 60)]
    public void TensorsAreReadRowMajor(ulong seed)
    {
        var random = new RandomStream(seed);
        var counts = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => 1 + random.Next(4)).ToArray();
        var joint = counts.Aggregate(1, (product, count) => product * count);
        var payoffs = Enumerable.Range(0, joint * counts.Length).Select(_ => (float)random.NextGaussian()).ToArray();
        var table = new PayoffTable(counts, payoffs);
        var index = 0;
        foreach (var actions in NormalForm.JointActions(table))
        {
            Assert.Equal(index, table.IndexOf(actions));
            for (var agent = 0; agent < counts.Length; agent++) Assert.Equal(payoffs[agent * joint + index], table[index][agent]);
            index++;
        }

        Assert.Equal(joint, index);
        Assert.Equal(joint, table.JointActionCount);
        Assert.Equal(counts.Length == 1, table.IsCommon);
        var common = PayoffTable.Common(counts, payoffs.AsSpan(0, joint));
        Assert.True(common.IsCommon);
        for (var i = 0; i < joint; i++) Assert.Equal(-1, common[i].IndexOfAnyExcept(payoffs[i]));
    }

    [Property(MaxTest = 60)]
    public void ZeroSumsToZero(ulong seed)
    {
        var random = new RandomStream(seed);
        var (rows, columns) = (1 + random.Next(5), 1 + random.Next(5));
        var payoffs = Enumerable.Range(0, rows * columns).Select(_ => (float)random.NextGaussian()).ToArray();
        var table = PayoffTable.ZeroSum(rows, columns, payoffs);
        for (var joint = 0; joint < payoffs.Length; joint++) Assert.Equal((payoffs[joint], 0f), (table[joint][0], table[joint][0] + table[joint][1]));
    }

    [Fact]
    public void TablesAreDrawn()
    {
        Assert.Equal("        0    1    2\n   0   11  -30    0\n   1  -30    7    0\n   2    0    6    5\n", MatrixGames.Climbing().Payoffs.ToString());
        Assert.Equal("        0    1\n   0  3,3  0,5\n   1  5,0  1,1\n", MatrixGames.PrisonersDilemma().Payoffs.ToString());
        Assert.Equal("others play 0\n      0  1\n   0  1  2\nothers play 1\n      0  1\n   0  3  4\n", PayoffTable.Common([2, 1, 2], [1, 2, 3, 4]).ToString());
        Assert.Equal("         0     1\n   0   1.5  -0.5\n", PayoffTable.Common([2], [1.5f, -0.5f]).ToString());
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Assert.Throws<ArgumentException>("actionCounts", () => new PayoffTable([], []));
        Assert.Throws<ArgumentOutOfRangeException>("actionCounts", () => new PayoffTable([2, 0], []));
        Assert.Throws<ArgumentException>("actionCounts", () => PayoffTable.Common([int.MaxValue, int.MaxValue], [1]));
        Assert.Throws<ArgumentException>("payoffs", () => new PayoffTable([2, 2], new float[7]));
        Assert.Throws<ArgumentException>("payoffs", () => PayoffTable.Common([2, 2], new float[8]));
        Assert.Throws<ArgumentException>("payoffs", () => PayoffTable.Common([2], [0, float.NaN]));
        Assert.Throws<ArgumentException>("payoffs", () => PayoffTable.ZeroSum(1, 1, [float.PositiveInfinity]));
        Assert.Throws<ArgumentException>("payoffs", () => PayoffTable.ZeroSum(2, 2, [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => PayoffTable.ZeroSum(0, 2, []));
        Assert.Throws<ArgumentOutOfRangeException>("columns", () => PayoffTable.ZeroSum(2, -1, []));
        var table = MatrixGames.Climbing().Payoffs;
        Assert.Throws<ArgumentException>("actions", () => table.IndexOf([0]));
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => table.IndexOf([0, 3]));
        Assert.Throws<ArgumentOutOfRangeException>("jointAction", () => _ = table[9].Length);
        Assert.Throws<ArgumentOutOfRangeException>("jointAction", () => _ = table[-1].Length);
    }
}

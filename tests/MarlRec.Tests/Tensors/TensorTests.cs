namespace MarlRec.Tensors;

public unsafe class TensorTests
{
    [Fact]
    public void ShapesAreValues()
    {
        Assert.Equal("[8,48]", new Shape(8, 48).ToString());
        Assert.Equal("[]", default(Shape).ToString());
        Assert.Equal(1, default(Shape).Length);
        Assert.Equal(new Shape(), default);
        Assert.True(new Shape(2, 3) == new Shape(2, 3) && new Shape(2, 3) != new Shape(3, 2) && new Shape(2) != new Shape(2, 1));
        Assert.Equal((24, 4, 6, 3), (new Shape(2, 3, 4).Length, new Shape(2, 3, 4).Last, new Shape(2, 3, 4).Rows, new Shape(2, 3, 4).Rank));
        Assert.Equal(0, new Shape(2, 0).Length);
        Assert.Throws<ArgumentException>(() => new Shape(1, 1, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(65536, 65536));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2)[1]);
    }

    [Fact]
    public void TensorsAreAlignedAndCopied()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        var tensor = FloatTensor.From(values, 2, 3);
        values[0] = 9;
        Assert.Equal([1, 2, 3], tensor.Row(0).ToArray());
        Assert.Equal(0u, (nuint)tensor.Pointer % 64);
        Assert.Equal(tensor.Span, tensor.Memory.Span);
        var copy = tensor.Clone();
        copy.Span[5] = 7;
        Assert.Equal([4, 5, 6], tensor.Row(1).ToArray());
        Assert.Equal("FloatTensor [2,3]", tensor.ToString());
        Assert.Throws<ArgumentException>("values", () => FloatTensor.From([1], 2));
        Assert.Throws<ArgumentOutOfRangeException>("row", () => tensor.Row(2).Length);
    }

    [Fact]
    public void WorkspaceGivesTheSameMemoryAgain()
    {
        var workspace = new Workspace();
        nuint First()
        {
            workspace.Reset();
            var blocks = new List<(nuint Start, int Length)>();
            foreach (var length in new[] { 0, 1, 17, 100_000, 3 })
            {
                var block = workspace.Floats(length);
                block.Fill(length);
                fixed (float* start = block) blocks.Add(((nuint)start, length));
            }

            Assert.Equal(16, workspace.Ints(16).Length);
            var used = blocks.Where(b => b.Length > 0).OrderBy(b => b.Start).ToList();
            for (var i = 1; i < used.Count; i++) Assert.True(used[i - 1].Start + (nuint)used[i - 1].Length * 4 <= used[i].Start);
            Assert.All(used, b => Assert.Equal(0u, b.Start % 64));
            return used[0].Start;
        }

        First();
        var second = First();
        var capacity = workspace.Capacity;
        Assert.Equal(second, First());
        Assert.Equal(capacity, workspace.Capacity);
        Assert.Throws<ArgumentOutOfRangeException>(() => workspace.Floats(-1).Length);
    }
}

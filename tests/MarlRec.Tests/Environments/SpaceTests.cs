using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Environments;

public class SpaceTests
{
    public static TheoryData<string> Names => ["Discrete(5)", "Box[4]", "MultiDiscrete(3, 1, 2)"];

    private static Space Of(string name) => name switch
    {
        "Discrete(5)" => new DiscreteSpace(5),
        "Box[4]" => new BoxSpace([-1, float.NegativeInfinity, 3, float.NegativeInfinity], [1, 2, float.PositiveInfinity, float.PositiveInfinity]),
        _ => new MultiDiscreteSpace(3, 1, 2),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void SamplesAreMembersAndFollowTheSeed(string name)
    {
        var space = Of(name);
        Assert.Equal(name, space.ToString());
        float[] a = new float[space.FlatSize], b = new float[space.FlatSize];
        RandomStream first = new(7), second = new(7);
        var seen = new HashSet<string>();
        for (var i = 0; i < 500; i++)
        {
            space.Sample(first, a);
            b.AsSpan().Fill(float.NaN);
            space.Sample(second, b);
            Assert.True(space.Contains(a), string.Join(' ', a));
            Assert.Equal(a, b);
            seen.Add(string.Join(' ', a));
        }

        Assert.Equal(name[0] switch { 'D' => 5, 'B' => 500, _ => 6 }, seen.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StrangersAreNotMembers(string name)
    {
        var space = Of(name);
        var flat = new float[space.FlatSize];
        space.Sample(new RandomStream(1), flat);
        Assert.False(space.Contains(flat.AsSpan()[1..]));
        Assert.False(space.Contains([.. flat, 0]));
        Assert.False(space.Contains([]));
        for (var i = 0; i < flat.Length; i++)
        {
            var kept = flat[i];
            foreach (var bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                flat[i] = bad;
                Assert.False(space.Contains(flat));
            }

            flat[i] = kept;
        }

        flat[0] += 3;
        Assert.False(space.Contains(flat));
        Assert.Throws<ArgumentNullException>("random", () => space.Sample(null!, flat));
        Assert.Throws<ArgumentException>("flat", () => space.Sample(new RandomStream(1), flat.AsSpan()[1..]));
    }

    [Fact]
    public void BoxBoundsBelongToIt()
    {
        var box = new BoxSpace(-2, 3, 2);
        Assert.True(box.Contains([-2, 3]));
        Assert.False(box.Contains([MathF.BitDecrement(-2), 3]));
        Assert.False(box.Contains([-2, MathF.BitIncrement(3)]));
        Assert.Equal([-2, -2], box.Low.ToArray());
        Assert.Equal([3, 3], box.High.ToArray());
    }

    [Property(MaxTest = 50)]
    public bool MultiDiscreteContainsWhatItEncodes(byte a, byte b)
    {
        var space = new MultiDiscreteSpace(256, 256);
        var flat = new float[512];
        space.Encode([a, b], flat);
        return space.Contains(flat) && flat[a] == 1 && flat[256 + b] == 1 && space.Contains((ReadOnlySpan<int>)[a, b]) && !space.Contains((ReadOnlySpan<int>)[a, 256]);
    }

    [Fact]
    public void MaskedSamplesAreUniformOverWhatIsAllowed()
    {
        var space = new DiscreteSpace(5);
        var counts = new int[5];
        var random = new RandomStream(3);
        // The mask is longer than the space, as a row of the buffers is for a small agent.
        for (var i = 0; i < 6000; i++) counts[space.Sample(random, [true, false, true, false, true, true])]++;
        Assert.Equal(0, counts[1] + counts[3]);
        foreach (var count in (int[])[counts[0], counts[2], counts[4]]) Assert.InRange(count, 1850, 2150);
        for (var i = 0; i < 100; i++) Assert.True(space.Contains(space.Sample(random)));
    }

    [Fact]
    public void DiscreteDecodesWhatItEncodes()
    {
        var space = new DiscreteSpace(4);
        var flat = new float[4];
        for (var value = 0; value < 4; value++)
        {
            space.Encode(value, flat);
            Assert.Equal(value, space.Decode(flat));
        }

        Assert.False(space.Contains(-1));
        Assert.False(space.Contains(4));
        Assert.Throws<ArgumentOutOfRangeException>("value", () => space.Encode(4, flat));
        Assert.Throws<ArgumentException>("flat", () => space.Encode(1, new float[3]));
        Assert.Throws<ArgumentException>("flat", () => space.Decode([0, 0, 0, 0]));
        Assert.Throws<ArgumentException>("flat", () => space.Decode([1, 0, 1, 0]));
        Assert.Throws<ArgumentException>("flat", () => space.Decode([1]));
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new DiscreteSpace(0));
        Assert.Throws<ArgumentOutOfRangeException>("counts", () => new MultiDiscreteSpace(2, 0));
        Assert.Throws<ArgumentException>("counts", () => new MultiDiscreteSpace());
        Assert.Throws<ArgumentException>("counts", () => new MultiDiscreteSpace(int.MaxValue, 1));
        Assert.Throws<ArgumentException>("values", () => new MultiDiscreteSpace(2, 2).Encode([1, 2], new float[4]));
        Assert.Throws<ArgumentException>("low", () => new BoxSpace([], []));
        Assert.Throws<ArgumentException>("high", () => new BoxSpace([0], [1, 2]));
        Assert.Throws<ArgumentException>("high", () => new BoxSpace(1, 0, 1));
        Assert.Throws<ArgumentException>("low", () => new BoxSpace(float.NaN, 0, 1));
        Assert.Throws<ArgumentException>("high", () => new BoxSpace(0, float.NaN, 1));
        Assert.Throws<ArgumentException>("low", () => new BoxSpace(float.PositiveInfinity, float.PositiveInfinity, 1));
        Assert.Throws<ArgumentException>("high", () => new BoxSpace(float.NegativeInfinity, float.NegativeInfinity, 1));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new BoxSpace(0, 1, 0));
        var space = new DiscreteSpace(2);
        Assert.Throws<ArgumentNullException>("random", () => space.Sample(null!));
        Assert.Throws<ArgumentNullException>("random", () => space.Sample(null!, [true, true]));
        Assert.Throws<ArgumentException>("mask", () => space.Sample(new RandomStream(0), [true]));
        Assert.Throws<ArgumentException>("mask", () => space.Sample(new RandomStream(0), [false, false, true]));
    }
}

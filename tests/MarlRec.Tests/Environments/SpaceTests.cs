using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Environments;

public class SpaceTests
{
    private const string Tuple = "Tuple(Discrete(3), Box[2], MultiBinary(2))";
    private const string Dict = "Dict(door: MultiDiscrete(2, 2), inner: Tuple(Discrete(2), MultiBinary(1)))";

    public static TheoryData<string> Names => ["Discrete(5)", "Box[4]", "MultiDiscrete(3, 1, 2)", "MultiBinary(3)", Tuple, Dict];

    private static Space Of(string name) => name switch
    {
        "Discrete(5)" => new DiscreteSpace(5),
        "Box[4]" => new BoxSpace([-1, float.NegativeInfinity, 3, float.NegativeInfinity], [1, 2, float.PositiveInfinity, float.PositiveInfinity]),
        "MultiBinary(3)" => new MultiBinarySpace(3),
        Tuple => new TupleSpace(new DiscreteSpace(3), new BoxSpace(0, 1, 2), new MultiBinarySpace(2)),
        Dict => new DictSpace(("door", new MultiDiscreteSpace(2, 2)), ("inner", new TupleSpace(new DiscreteSpace(2), new MultiBinarySpace(1)))),
        _ => new MultiDiscreteSpace(3, 1, 2),
    };

    /// <summary>How many values a space has; 0 for infinitely many.</summary>
    private static int SizeOf(string name) => name switch { "Discrete(5)" => 5, "MultiDiscrete(3, 1, 2)" => 6, "MultiBinary(3)" => 8, Dict => 16, _ => 0 };

    /// <summary>The oracle: which values a mask allows, by looking at each discrete part of the space.</summary>
    private static bool Allows(Space space, ReadOnlySpan<bool> mask, ReadOnlySpan<float> flat)
    {
        switch (space)
        {
            case DiscreteSpace:
                return mask[flat.IndexOf(1)];
            case MultiDiscreteSpace parts:
                var (start, allowed) = (0, true);
                foreach (var count in parts.Counts)
                {
                    allowed &= mask[start + flat.Slice(start, count).IndexOf(1)];
                    start += count;
                }

                return allowed;
            case MultiBinarySpace:
                for (var bit = 0; bit < flat.Length; bit++)
                    if (!mask[2 * bit + (int)flat[bit]]) return false;
                return true;
            case CompositeSpace composite:
                var copy = mask.ToArray();
                for (var i = 0; i < composite.Parts.Count; i++)
                    if (!Allows(composite.Parts[i], composite.MaskPart(copy, i), composite.Part(flat, i))) return false;
                return true;
            default:
                return mask.IsEmpty;
        }
    }

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

        Assert.Equal(SizeOf(name) is var size && size > 0 ? size : 500, seen.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void MaskedSamplesAreWhatTheMaskAllowsAndAllOfIt(string name)
    {
        var space = Of(name);
        RandomStream random = new(5), masks = new(6);
        float[] flat = new float[space.FlatSize], free = new float[space.FlatSize];
        var mask = new bool[space.MaskSize];
        for (var trial = 0; trial < 40; trial++)
        {
            foreach (ref var flag in mask.AsSpan()) flag = masks.Next(3) > 0;
            if (!space.AllowsSome(mask))
            {
                Array.Fill(flat, 7);
                Assert.Throws<ArgumentException>("mask", () => space.Sample(random, mask, flat));
                Assert.All(flat, value => Assert.Equal(7, value));
                continue;
            }

            var seen = new HashSet<string>();
            for (var i = 0; i < 300; i++)
            {
                space.Sample(random, mask, flat);
                Assert.True(space.Contains(flat) && Allows(space, mask, flat));
                seen.Add(string.Join(' ', flat));
            }

            if (SizeOf(name) > 0) Assert.Equal(CountAllowed(space, mask), seen.Count);
        }

        Array.Fill(mask, true);
        space.Sample(new RandomStream(8), mask, flat);
        space.Sample(new RandomStream(8), free);
        Assert.Equal(free, flat);
        Assert.Throws<ArgumentException>("mask", () => space.Sample(random, [.. mask, true], flat));
        Assert.Throws<ArgumentException>("flat", () => space.Sample(random, mask, flat.AsSpan()[1..]));
        Assert.Throws<ArgumentNullException>("random", () => space.Sample(null!, mask, flat));
        Assert.False(space.AllowsSome([.. mask, true]));
        if (mask.Length > 0) Assert.False(space.AllowsSome(new bool[mask.Length]));
    }

    /// <summary>By drawing without a mask until every value of the space has come up.</summary>
    private static int CountAllowed(Space space, bool[] mask)
    {
        var allowed = new HashSet<string>();
        var random = new RandomStream(99);
        var flat = new float[space.FlatSize];
        for (var i = 0; i < 500; i++)
        {
            space.Sample(random, flat);
            if (Allows(space, mask, flat)) allowed.Add(string.Join(' ', flat));
        }

        return allowed.Count;
    }

    [Fact]
    public void BoxSamplesFollowTheirBounds()
    {
        var box = new BoxSpace([-1, float.NegativeInfinity, 3, float.NegativeInfinity], [1, 2, float.PositiveInfinity, float.PositiveInfinity]);
        var random = new RandomStream(2);
        var flat = new float[4];
        double[] sums = new double[4], squares = new double[4];
        for (var i = 0; i < 20_000; i++)
        {
            box.Sample(random, flat);
            for (var j = 0; j < 4; j++) (sums[j], squares[j]) = (sums[j] + flat[j], squares[j] + (double)flat[j] * flat[j]);
        }

        // Uniform on ±1; 2 less an exponential; 3 and an exponential; standard normal. The bands are six standard errors or wider.
        double[] means = [0, 1, 4, 0], variances = [1.0 / 3, 1, 1, 1];
        for (var j = 0; j < 4; j++)
        {
            Assert.Equal(means[j], sums[j] / 20_000, 0.045);
            Assert.Equal(variances[j], squares[j] / 20_000 - sums[j] / 20_000 * (sums[j] / 20_000), 0.15);
        }

        Assert.False(box.IsBounded);
        Assert.True(new BoxSpace(0, 0, 3).IsBounded);
        Assert.False(new BoxSpace(0, float.PositiveInfinity, 3).IsBounded);
    }

    [Fact]
    public void PartsOfCompositesAreViewsInOrder()
    {
        var dict = new DictSpace(("position", new BoxSpace(-1, 1, 2)), ("door", new DiscreteSpace(3)), ("lamps", new MultiBinarySpace(2)));
        Assert.Equal((7, 7), (dict.FlatSize, dict.MaskSize));
        Assert.Equal(["position", "door", "lamps"], dict.Names.ToArray());
        var flat = new float[7];
        dict.Part(flat.AsSpan(), "position")[1] = 0.5f;
        ((DiscreteSpace)dict.Parts[1]).Encode(2, dict.Part(flat.AsSpan(), "door"));
        ((MultiBinarySpace)dict.Parts[2]).Encode([true, false], dict.Part(flat.AsSpan(), 2));
        Assert.Equal([0, 0.5f, 0, 0, 1, 1, 0], flat);
        Assert.True(dict.Contains(flat));
        var bits = new bool[2];
        ((MultiBinarySpace)dict.Parts[2]).Decode(dict.Part((ReadOnlySpan<float>)flat, "lamps"), bits);
        Assert.Equal([true, false], bits);
        Assert.Equal(2, ((DiscreteSpace)dict.Parts[1]).Decode(dict.Part((ReadOnlySpan<float>)flat, 1)));
        var mask = new bool[7];
        dict.MaskPart(mask, 1)[2] = true;
        dict.MaskPart(mask, 2).Fill(true);
        Assert.Equal([false, false, true, true, true, true, true], mask);
        Assert.True(dict.AllowsSome(mask));
        Assert.Equal(0, dict.MaskPart(mask, 0).Length);
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
        var back = new int[2];
        space.Decode(flat, back);
        return back[0] == a && back[1] == b && space.Contains(flat) && flat[a] == 1 && flat[256 + b] == 1 && space.Contains((ReadOnlySpan<int>)[a, b]) && !space.Contains((ReadOnlySpan<int>)[a, 256]);
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
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new MultiBinarySpace(0));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new MultiBinarySpace(int.MaxValue));
        Assert.Throws<ArgumentException>("bits", () => new MultiBinarySpace(2).Encode([true], new float[2]));
        Assert.Throws<ArgumentException>("flat", () => new MultiBinarySpace(2).Encode([true, true], new float[3]));
        Assert.Throws<ArgumentException>("flat", () => new MultiBinarySpace(2).Decode([0, 0.5f], new bool[2]));
        Assert.Throws<ArgumentException>("bits", () => new MultiBinarySpace(2).Decode([0, 1], new bool[1]));
        Assert.Throws<ArgumentException>("flat", () => new MultiDiscreteSpace(2, 2).Decode([1, 1, 1, 0], new int[2]));
        Assert.Throws<ArgumentException>("values", () => new MultiDiscreteSpace(2, 2).Decode([0, 1, 1, 0], new int[3]));
        Assert.Throws<ArgumentException>("parts", () => new TupleSpace());
        Assert.Throws<ArgumentNullException>("parts", () => new TupleSpace(new DiscreteSpace(1), null!));
        Assert.Throws<ArgumentException>("parts", () => new TupleSpace(new DiscreteSpace(int.MaxValue), new DiscreteSpace(1)));
        Assert.Throws<ArgumentException>("parts", () => new DictSpace());
        Assert.Throws<ArgumentNullException>("parts", () => new DictSpace(("a", null!)));
        Assert.Throws<ArgumentException>("parts", () => new DictSpace(("", new DiscreteSpace(1))));
        Assert.Throws<ArgumentException>("parts", () => new DictSpace(("a", new DiscreteSpace(1)), ("a", new DiscreteSpace(1))));
        var dict = new DictSpace(("a", new DiscreteSpace(2)));
        Assert.Throws<ArgumentNullException>("name", () => dict.IndexOf(null!));
        Assert.Contains("there are a", Assert.Throws<ArgumentException>("name", () => dict.IndexOf("b")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => dict.Part(new float[2].AsSpan(), 1).Length);
        Assert.Throws<ArgumentException>("flat", () => dict.Part(new float[3].AsSpan(), 0).Length);
        Assert.Throws<ArgumentException>("mask", () => dict.MaskPart(new bool[3], 0).Length);
        var space = new DiscreteSpace(2);
        Assert.Throws<ArgumentNullException>("random", () => space.Sample(null!));
        Assert.Throws<ArgumentNullException>("random", () => space.Sample(null!, [true, true]));
        Assert.Throws<ArgumentException>("mask", () => space.Sample(new RandomStream(0), [true]));
        Assert.Throws<ArgumentException>("mask", () => space.Sample(new RandomStream(0), [false, false, true]));
    }
}

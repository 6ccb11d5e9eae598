using FsCheck.Xunit;
using MarlRec.Data;

namespace MarlRec.Tests.Data;

public class IdMapTests
{
    [Property(MaxTest = 100)]
    public bool Indices_follow_first_occurrence_and_survive_saving(string[] raw)
    {
        var ids = raw.Select(id => string.IsNullOrEmpty(id) ? "x" : id).ToArray();
        var map = new IdMap();
        var indices = ids.Select(id => map.GetOrAdd(id)).ToArray();
        var expected = ids.Distinct(StringComparer.Ordinal).ToList();
        var restored = IdMap.From(map.Ids);
        return map.Ids.SequenceEqual(expected) && restored.Ids.SequenceEqual(expected)
            && ids.Zip(indices).All(pair => expected.IndexOf(pair.First) == pair.Second && restored.IndexOf(pair.First) == pair.Second && map[pair.Second] == pair.First);
    }

    [Fact]
    public void Lookup_is_ordinal_and_unknown_ids_are_minus_one()
    {
        var map = IdMap.From(["a", "A", "é", "e\u0301"]);
        Assert.Equal(4, map.Count);
        Assert.Equal(1, map.IndexOf("A"));
        Assert.Equal(-1, map.IndexOf("b"));
        Assert.True(map.Contains("é"));
        Assert.False(map.TryGetIndex(null, out var index));
        Assert.Equal(-1, index);
    }

    [Fact]
    public void A_frozen_map_refuses_new_ids_and_its_copy_takes_them()
    {
        var map = IdMap.From(["a"]).Freeze();
        Assert.Equal(0, map.GetOrAdd("a"));
        Assert.Throws<InvalidOperationException>(() => map.GetOrAdd("b"));
        Assert.Equal(1, map.Count);
        Assert.Equal(1, map.Copy().GetOrAdd("b"));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var map = new IdMap();
        Assert.Throws<ArgumentNullException>(() => IdMap.From(null!));
        Assert.Contains("\"a\" twice", Assert.Throws<ArgumentException>(() => IdMap.From(["a", "a"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => map.GetOrAdd(""));
        Assert.Throws<ArgumentException>(() => map.GetOrAdd(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => map[0]);
        Assert.Equal(0, map.Count);
    }
}

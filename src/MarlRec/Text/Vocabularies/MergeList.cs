using System.Collections;

namespace MarlRec.Text.Vocabularies;

/// <summary>The merges of a BPE vocabulary as pairs of ids, eight bytes each; strings are made when they are asked for. Thread safety: <em>immutable</em>.</summary>
internal sealed class MergeList(SubwordTokens tokens, ReadOnlyMemory<(int First, int Second)> pairs) : IReadOnlyList<(string First, string Second)>
{
    public int Count => pairs.Length;

    public (string First, string Second) this[int index]
    {
        get
        {
            if ((uint)index >= (uint)pairs.Length) throw new ArgumentOutOfRangeException(nameof(index), index, $"index must be in [0, {pairs.Length}).");
            var (first, second) = pairs.Span[index];
            return (tokens[first]!, tokens[second]!);
        }
    }

    public IEnumerator<(string First, string Second)> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Globalization;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>A golden file of eng/goldens: a line for each name, with its numbers; comments start with #.</summary>
internal sealed class GoldenFile(string name)
{
    private readonly Dictionary<string, float[]> _lines = File.ReadLines(RepositoryFiles.At("tests/Fixtures/" + name))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => words[1..].Select(word => float.Parse(word, CultureInfo.InvariantCulture)).ToArray());

    internal float[] this[string line] => _lines[line];

    internal int[] Integers(string line) => Array.ConvertAll(_lines[line], value => (int)value);

    internal FloatTensor Tensor(string line, params ReadOnlySpan<int> shape) => FloatTensor.From(_lines[line], shape);

    /// <summary>|actual − golden| ≤ tolerance · max(1, |golden|), for each element.</summary>
    internal void Close(string line, ReadOnlySpan<float> actual, double tolerance)
    {
        var expected = _lines[line];
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"{line}, element {i}: {actual[i]}, but the golden one is {expected[i]}");
    }
}

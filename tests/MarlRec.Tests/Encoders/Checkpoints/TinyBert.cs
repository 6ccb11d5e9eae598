using System.Globalization;
using System.Text.Json;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>The checkpoints of tests/Fixtures/tiny-bert and what PyTorch computed of them; see eng/goldens/tiny_bert.py.</summary>
internal static class TinyBert
{
    internal const int Size = 32, Width = 20, Positions = 24;

    private static readonly string s_root = RepositoryFiles.At("tests/Fixtures/tiny-bert");

    /// <summary>The golden values by name.</summary>
    internal static Dictionary<string, string> Golden { get; } = File.ReadLines(Path.Combine(s_root, "golden.txt")).Where(line => line[0] != '#').ToDictionary(
        line => line[..line.IndexOf('\t', StringComparison.Ordinal)], line => line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal);

    internal static string[] Texts { get; } =
        [.. Enumerable.Range(0, Golden.Keys.Count(key => key.StartsWith("text", StringComparison.Ordinal))).Select(i => JsonSerializer.Deserialize<string>(Golden[$"text{i}"])!)];

    internal static string Folder(string name) => Path.Combine(s_root, name);

    internal static float[] Numbers(string name) => [.. Golden[name].Split(' ').Select(part => float.Parse(part, CultureInfo.InvariantCulture))];

    /// <summary>A copy of a checkpoint that a test may damage; deleted with the object.</summary>
    internal static DamagedFolder Copy(string name) => new(Folder(name));
}

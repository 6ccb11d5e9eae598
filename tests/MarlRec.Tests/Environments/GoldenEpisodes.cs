using System.Globalization;

namespace MarlRec.Environments;

/// <summary>Reads a fixture of recorded episodes: lines of a word and what follows it.</summary>
internal sealed class GoldenEpisodes(string fixture)
{
    private readonly Queue<(string Kind, string[] Fields)> _lines = new(
        from line in File.ReadLines(RepositoryFiles.At($"tests/Fixtures/{fixture}.txt"))
        where line.Length > 0 && line[0] != '#'
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select (fields[0], fields[1..]));

    /// <summary>Whether the next line is of a kind.</summary>
    internal bool Has(string kind) => _lines.TryPeek(out var line) && line.Kind == kind;

    /// <summary>The next line, which must be of that kind.</summary>
    internal string[] Take(string kind)
    {
        var line = _lines.Dequeue();
        Assert.Equal(kind, line.Kind);
        return line.Fields;
    }

    internal double[] TakeNumbers(string kind) => Array.ConvertAll(Take(kind), text => double.Parse(text, CultureInfo.InvariantCulture));

    internal int[] TakeIntegers(string kind) => Array.ConvertAll(Take(kind), text => int.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>What every agent sees, line after line, against the buffers.</summary>
    internal void AssertSeen(StepBuffers buffers, double tolerance)
    {
        for (var agent = 0; agent < buffers.Spec.AgentCount; agent++)
        {
            var expected = TakeNumbers("see");
            Assert.Equal(buffers.Spec.ObservationSpaces[agent].FlatSize, expected.Length);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], buffers.Observation(agent)[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}

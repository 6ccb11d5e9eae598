using System.Globalization;

namespace MarlRec.Environments.Classic;

/// <summary>Trajectories written by eng/goldens/classic_control.py.</summary>
internal static class GoldenTrajectories
{
    /// <summary>One state; <see cref="Action"/> led to it and is −1 in a trajectory's first row.</summary>
    internal sealed record Row(string Kind, int Action, double[] State);

    internal static IEnumerable<Row> Read(string file) => File.ReadLines(RepositoryFiles.At($"tests/Fixtures/{file}"))
        .Where(line => line.Length > 0 && char.IsAsciiDigit(line[0]))
        .Select(line => line.Split(','))
        .Select(fields => new Row(fields[1], int.Parse(fields[3], CultureInfo.InvariantCulture), [.. fields[4..].Select(field => double.Parse(field, CultureInfo.InvariantCulture))]));

    internal static void AssertNear(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}

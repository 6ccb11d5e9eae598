namespace MarlRec.Architecture;

internal static class Expect
{
    /// <summary>Fails with every line, where xunit's own assertions would cut them short.</summary>
    internal static void None(string rule, IEnumerable<string> breaches)
    {
        var lines = breaches.ToList();
        if (lines.Count > 0) Assert.Fail($"{rule}, but {lines.Count} times it does not:\n{string.Join('\n', lines)}");
    }
}

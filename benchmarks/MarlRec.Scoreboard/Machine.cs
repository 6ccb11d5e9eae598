using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Scoreboard;

/// <summary>Where the numbers come from, in the words that stand above a table.</summary>
public static class Machine
{
    private const string LinuxProcessors = "/proc/cpuinfo";

    public static IReadOnlyList<(string Name, string Value)> Describe()
    {
        var manifest = RunManifest.Create();
        return
        [
            ("CPU", string.Create(CultureInfo.InvariantCulture, $"{Processor()}, {manifest.Processors} logical processors, {manifest.Architecture}, vectors of {manifest.VectorBits} bits")),
            ("Operating system", manifest.OperatingSystem),
            ("Runtime", manifest.Runtime),
            ("MarlRec", manifest.LibraryVersion),
        ];
    }

    private static string Processor()
    {
        var model = File.Exists(LinuxProcessors)
            ? File.ReadLines(LinuxProcessors).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return string.IsNullOrEmpty(model) ? "unknown" : model;
    }
}

using System.Diagnostics;
using System.Globalization;

namespace MarlRec.Scoreboard;

/// <summary>The most memory that this process ever had resident.</summary>
internal static class PeakMemory
{
    private const string LinuxStatus = "/proc/self/status";
    private const double Mebi = 1024 * 1024;

    internal static double InMiB()
    {
        if (File.Exists(LinuxStatus) && File.ReadLines(LinuxStatus).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line)
            return double.Parse(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024 / Mebi;
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / Mebi;
    }
}

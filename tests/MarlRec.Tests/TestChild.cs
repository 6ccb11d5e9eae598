using System.Diagnostics;

namespace MarlRec;

/// <summary>Runs a part of these tests in a process of its own.</summary>
internal static class TestChild
{
    /// <summary>Starts this program with the given filters and environment and waits for it.</summary>
    internal static (int ExitCode, string Output) Run(
        ReadOnlySpan<(string Switch, string Value)> filters, ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Under `dotnet test` the process is this program; under `dotnet MarlRec.Tests.dll` it is the host.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(TestChild).Assembly.Location);
        foreach (var (name, value) in filters)
        {
            start.ArgumentList.Add(name);
            start.ArgumentList.Add(value);
        }

        start.ArgumentList.Add("-noColor");
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return (child.ExitCode, output + errors.Result);
    }
}

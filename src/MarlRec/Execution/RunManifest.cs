using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarlRec.Execution;

/// <summary>Where and with what a result was produced: kept beside results, never inside bytes that are compared or hashed. Thread safety: <em>immutable</em>.</summary>
public sealed record RunManifest
{
    /// <summary>The library's version.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>The .NET runtime's description.</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system's description.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The process's architecture, such as <c>X64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The widest hardware-accelerated vector, in bits: 0, 128, 256 or 512. Equal bits are promised only at equal widths.</summary>
    public required int VectorBits { get; init; }

    /// <summary>How many logical processors the process may use.</summary>
    public required int Processors { get; init; }

    /// <summary>Describes the running process.</summary>
    public static RunManifest Create() => new()
    {
        LibraryVersion = typeof(RunManifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        Runtime = RuntimeInformation.FrameworkDescription,
        OperatingSystem = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
        VectorBits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0,
        Processors = Environment.ProcessorCount,
    };
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace MarlRec.Benchmarks.Peers.Native;

/// <summary>Makes TorchSharp usable on this machine and sets its threads.</summary>
/// <remarks>
/// TorchSharp 0.107's library needs version <c>GLIBCXX_3.4.32</c> of libstdc++, for one symbol that it never uses; Debian 12 has 3.4.30. Where the system's
/// library lacks that symbol, the copy beside this program gets the need marked weak. The package's own file stays as it is.
/// </remarks>
internal static class TorchRuntime
{
    private const string Library = "libLibTorchSharp.so";
    private const string MissingVersion = "GLIBCXX_3.4.32";
    private const string FirstSymbolOfVersion = "_ZSt21ios_base_library_initv";

    private static bool s_ready;

    /// <summary>For the tables.</summary>
    internal static string Version => $"TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)}, libtorch {torch.__version__}";

    /// <summary>Sets how many threads an operation uses. The first call prepares the library; nothing of TorchSharp may be touched before.</summary>
    internal static void SetThreads(int threads)
    {
        if (!s_ready) AllowOlderSystem();
        s_ready = true;
        Set(threads);
    }

    // A method of its own: compiling a method may load what it names.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Set(int threads) => torch.set_num_threads(threads);

    private static void AllowOlderSystem()
    {
        if (NativeLibrary.TryLoad("libstdc++.so.6", out var system) && NativeLibrary.TryGetExport(system, FirstSymbolOfVersion, out _)) return;
        var file = Path.Combine(AppContext.BaseDirectory, Library);
        if (!File.Exists(file)) return;
        var bytes = File.ReadAllBytes(file);
        if (ElfVersionNeeds.Weaken(bytes, MissingVersion) == 0) return;
        // Moved into place, so that another copy that runs sees the old file or the new one.
        var draft = $"{file}.{Environment.ProcessId}";
        File.WriteAllBytes(draft, bytes);
        File.Move(draft, file, overwrite: true);
    }
}

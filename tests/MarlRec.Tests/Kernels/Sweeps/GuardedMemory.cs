using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MarlRec.Kernels.Sweeps;

/// <summary>Floats between two pages that nobody may touch: reading or writing one element past either end kills the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private readonly nuint _page = (nuint)Environment.SystemPageSize;
    private readonly nuint _reserved;
    private byte* _start;

    /// <summary>Room for at least <paramref name="floats"/>, rounded up to whole pages.</summary>
    internal GuardedMemory(int floats)
    {
        var bytes = ((nuint)floats * sizeof(float) + _page - 1) / _page * _page;
        Capacity = (int)(bytes / sizeof(float));
        _reserved = bytes + 2 * _page;
        _start = Map(_reserved);
        Forbid(_start, _page);
        Forbid(_start + _page + bytes, _page);
    }

    /// <summary>How many floats lie between the guards.</summary>
    internal int Capacity { get; }

    /// <summary>The first float, right behind a guard.</summary>
    internal float* First => (float*)(_start + _page);

    /// <summary>All floats.</summary>
    internal Span<float> All => new(First, Capacity);

    /// <summary>A block whose last float is right before a guard.</summary>
    internal float* AtEnd(int length) => First + Capacity - length;

    public void Dispose()
    {
        if (_start == null) return;
        if (OperatingSystem.IsWindows()) VirtualFree(_start, 0, 0x8000);
        else munmap(_start, _reserved);
        _start = null;
    }

    private static byte* Map(nuint length)
    {
        if (OperatingSystem.IsWindows())
        {
            var memory = VirtualAlloc(null, length, 0x3000, 4); // commit and reserve; read and write
            return memory != null ? memory : throw new Win32Exception();
        }

        var anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;
        var mapped = mmap(null, length, 3, 2 | anonymous, -1, 0); // read and write; private
        return (nint)mapped != -1 ? mapped : throw new Win32Exception();
    }

    private static void Forbid(byte* start, nuint length)
    {
        var done = OperatingSystem.IsWindows() ? VirtualProtect(start, length, 1, out _) != 0 : mprotect(start, length, 0) == 0;
        if (!done) throw new Win32Exception();
    }

#pragma warning disable SYSLIB1054, CA5392 // plain imports of the two systems
    [LibraryImport("libc", SetLastError = true)]
    private static partial byte* mmap(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mprotect(void* address, nuint length, int protection);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(void* address, nuint length);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial byte* VirtualAlloc(void* address, nuint length, uint type, uint protection);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int VirtualProtect(void* address, nuint length, uint protection, out uint old);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int VirtualFree(void* address, nuint length, uint type);
#pragma warning restore SYSLIB1054, CA5392
}

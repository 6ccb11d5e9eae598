using System.Buffers.Binary;
using System.Text;

namespace MarlRec.Benchmarks.Peers.Native;

/// <summary>The versions of other libraries' symbols that a 64-bit little-endian ELF file asks for (its section of type <c>SHT_GNU_verneed</c>).</summary>
/// <remarks>
/// The loader refuses a file when a library lacks a version that it needs, unless the need is marked weak. Layouts are those of <c>elf.h</c>: a section header
/// has its type at 4, file offset at 24, link at 40 and info at 44; a needed library (<c>Elf64_Verneed</c>) its count at 2, first version at 8 and next
/// library at 12; a needed version (<c>Elf64_Vernaux</c>) its flags at 4, name at 8 and next version at 12, all offsets relative.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const uint VersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Marks the need for a version weak.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="version">Such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>How many needs changed; those that were weak already do not count.</returns>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    internal static int Weaken(Span<byte> file, string version)
    {
        if (file.Length < 64 || !file.StartsWith("\u007fELF\u0002\u0001"u8)) throw new InvalidDataException("This is no 64-bit little-endian ELF file.");
        var name = Encoding.ASCII.GetBytes(version + "\0");
        var sections = checked((int)BinaryPrimitives.ReadInt64LittleEndian(file[0x28..]));
        int size = Short(file, 0x3A), count = Short(file, 0x3C), changed = 0;
        for (var i = 0; i < count; i++)
        {
            var section = sections + i * size;
            if (Word(file, section + 4) != VersionNeeds) continue;
            var strings = FileOffset(file, sections + (int)Word(file, section + 40) * size);
            changed += WeakenSection(file, FileOffset(file, section), (int)Word(file, section + 44), strings, name);
        }

        return changed;
    }

    private static int WeakenSection(Span<byte> file, int library, int libraries, int strings, ReadOnlySpan<byte> name)
    {
        var changed = 0;
        for (var i = 0; i < libraries; i++)
        {
            var need = library + (int)Word(file, library + 8);
            for (var j = 0; j < Short(file, library + 2); j++)
            {
                var flags = Short(file, need + 4);
                if ((flags & Weak) == 0 && file[(strings + (int)Word(file, need + 8))..].StartsWith(name))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(file[(need + 4)..], (ushort)(flags | Weak));
                    changed++;
                }

                need += (int)Word(file, need + 12);
            }

            library += (int)Word(file, library + 12);
        }

        return changed;
    }

    private static int FileOffset(ReadOnlySpan<byte> file, int section) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(file[(section + 24)..]));

    private static uint Word(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);

    private static ushort Short(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file[at..]);
}

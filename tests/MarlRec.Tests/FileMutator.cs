using System.Buffers.Binary;
using System.Text;
using MarlRec.Execution;

namespace MarlRec;

/// <summary>
/// Damages a good file in ways that readers trip over: every truncation of a small file first, then bits, bytes, spans, splices, and edits that know JSON, numbers, lines and
/// the length in front of a safetensors header.
/// </summary>
internal sealed class FileMutator(byte[] good, RandomStream random)
{
    private const int SmallFile = 2_048;
    private static readonly byte[][] s_pieces = [.. ((string[])
        ["999999999", "-1", "1e309", "0.5", "4294967296", "99999999999999999999", "[[[[", "{\"a\":", "\"\\ud800\"", "\"\\u0000\"", "null", "true", "\n", "\r", "\n\n\n", "{}", " ", ",", "\"", "\\", "\uFEFF", "[UNK]\n"])
        .Select(Encoding.UTF8.GetBytes)];

    /// <summary>How many calls of <see cref="Next"/> go through the truncations.</summary>
    internal int Truncations => good.Length <= SmallFile ? good.Length : 0;

    /// <summary>The damaged file of a round; a pure function of the rounds before.</summary>
    internal byte[] Next(int round)
    {
        if (round < Truncations) return good[..round];
        var bytes = new List<byte>(good);
        for (var edits = 1 + random.Next(3); edits > 0 && bytes.Count > 0; edits--) Edit(bytes);
        return [.. bytes];
    }

    private void Edit(List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        // Half of all edits near the start: headers and settings stand there, tokens and weights behind.
        if (random.Next(2) == 0) at = random.Next(Math.Min(bytes.Count, 256));
        var length = Math.Min(bytes.Count - at, 1 + random.Next(40));
        switch (random.Next(12))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 4: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
            case 5: bytes.InsertRange(at, s_pieces[random.Next(s_pieces.Length)]); break;
            case 6: Number(bytes, at); break;
            case 7: Member(bytes, at); break;
            case 8: Nest(bytes, at); break;
            case 9: Length(bytes); break;
            case 10: for (var i = 0; i < length; i++) bytes[at + i] = (byte)('0' + random.Next(10)); break;
            default: if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at); break;
        }
    }

    // The next run of digits becomes a number that is too large, negative, broken or merely another.
    private void Number(List<byte> bytes, int at)
    {
        var start = bytes.FindIndex(at, static unit => char.IsAsciiDigit((char)unit));
        if (start < 0) return;
        var end = start;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end])) end++;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, random.Next(2) == 0 ? s_pieces[random.Next(6)] : Encoding.ASCII.GetBytes(random.Next(1 << (1 + random.Next(30))).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    // A member of a JSON object, or what looks like one, comes twice.
    private static void Member(List<byte> bytes, int at)
    {
        var colon = bytes.IndexOf((byte)':', at);
        if (colon < 2) return;
        var start = bytes.LastIndexOf((byte)'"', colon - 2);
        var end = bytes.FindIndex(colon, static unit => unit is (byte)',' or (byte)'}' or (byte)'\n');
        if (start < 0 || end < 0) return;
        bytes.InsertRange(start, [.. bytes.GetRange(start, end - start), (byte)',']);
    }

    // Brackets as deep as no honest file has them, closed or not.
    private void Nest(List<byte> bytes, int at)
    {
        var depth = 1 + random.Next(random.Next(8) == 0 ? 4_000 : 40);
        var closed = random.Next(2) == 0;
        bytes.InsertRange(at, Enumerable.Repeat((byte)'[', depth).Concat(closed ? Enumerable.Repeat((byte)']', depth) : []));
    }

    // The first eight bytes, as a safetensors file has its header's length in them.
    private void Length(List<byte> bytes)
    {
        if (bytes.Count < 8) return;
        var length = new byte[8];
        bytes.CopyTo(0, length, 0, 8);
        var value = BinaryPrimitives.ReadUInt64LittleEndian(length);
        BinaryPrimitives.WriteUInt64LittleEndian(length, random.Next(3) switch
        {
            0 => value + (ulong)random.Next(17) - 8,
            1 => random.NextUInt64(),
            _ => 1UL << random.Next(64),
        });
        for (var i = 0; i < 8; i++) bytes[i] = length[i];
    }
}

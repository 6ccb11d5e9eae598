using System.Text.Unicode;

namespace MarlRec.Text.Vocabularies;

/// <summary>Reads a whole file that may be hostile: what is allocated follows the bytes that came, never a length that the file claims.</summary>
internal static class BoundedFile
{
    internal const int MaximumBytes = 64 << 20;

    internal static ReadOnlyMemory<byte> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var length = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 4096;
        if (length > MaximumBytes) throw TooLong();
        var buffer = new byte[Math.Max(16, (int)length + 1)];
        var filled = 0;
        for (int read; (read = stream.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            filled += read;
            if (filled > MaximumBytes) throw TooLong();
            if (filled == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
        }

        return buffer.AsMemory(0, filled);
    }

    /// <summary>Reads a file of text, without its byte order mark.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="name">The file in complaints, after "Line 7".</param>
    internal static ReadOnlyMemory<byte> ReadText(Stream stream, string name = "")
    {
        var bytes = WithoutMark(Read(stream));
        if (Utf8.IsValid(bytes.Span)) return bytes;
        // No character crosses a line's end.
        var lines = new Utf8Lines(bytes.Span);
        while (lines.MoveNext() && Utf8.IsValid(lines.Line)) continue;
        throw new InvalidDataException($"Line {lines.Number}{name} is not UTF-8.");
    }

    internal static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) => utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;

    private static InvalidDataException TooLong() => new($"The file has more than {MaximumBytes} bytes.");
}

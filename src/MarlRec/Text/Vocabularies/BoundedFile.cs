using System.Text;

namespace MarlRec.Text.Vocabularies;

/// <summary>Reads a whole file that may be hostile: what is allocated follows the bytes that came, never a length that the file claims.</summary>
internal static class BoundedFile
{
    internal const int MaximumBytes = 64 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

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

    internal static string ReadText(Stream stream)
    {
        var bytes = Read(stream).Span;
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            var line = 1 + bytes[..Math.Clamp(exception.Index, 0, bytes.Length)].Count((byte)'\n');
            throw new InvalidDataException($"Line {line} is not UTF-8.", exception);
        }
    }

    /// <summary>Lines ended by LF, CR LF or CR; a last line without an end counts, nothing after a last end does not.</summary>
    internal static List<ReadOnlyMemory<char>> Lines(string text)
    {
        var lines = new List<ReadOnlyMemory<char>>();
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny('\r', '\n');
            if (length < 0) length = text.Length - start;
            lines.Add(text.AsMemory(start, length));
            start += length;
            if (start < text.Length) start += text[start] == '\r' && start + 1 < text.Length && text[start + 1] == '\n' ? 2 : 1;
        }

        return lines;
    }

    private static InvalidDataException TooLong() => new($"The file has more than {MaximumBytes} bytes.");
}

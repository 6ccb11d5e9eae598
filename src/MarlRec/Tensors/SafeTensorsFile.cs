using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MarlRec.Tensors;

/// <summary>
/// Reads and writes safetensors, the format of trained weights that holds nothing but numbers and text (huggingface/safetensors). Thread safety:
/// <em>thread-safe</em>.
/// </summary>
public static class SafeTensorsFile
{
    private const string MetadataKey = "__metadata__";

    /// <summary>Writes tensors as F32. Equal content gives equal bytes: tensors and metadata go in the ordinal order of their names.</summary>
    /// <param name="stream">Receives the file; stays open.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Free text by name, or null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> or <paramref name="tensors"/> is null.</exception>
    /// <exception cref="ArgumentException">A tensor is null or called <c>__metadata__</c>, a metadata value is null, or the header is larger than 100,000,000 bytes.</exception>
    public static void Write(Stream stream, IReadOnlyDictionary<string, FloatTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        var names = new List<string>(tensors.Keys);
        names.Sort(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (tensors[name] is null) throw new ArgumentException($"Tensor {name} is null.", nameof(tensors));
            if (name == MetadataKey) throw new ArgumentException($"A tensor cannot be called {MetadataKey}.", nameof(tensors));
        }

        var header = WriteHeader(tensors, names, metadata);
        var length = (header.WrittenCount + 7) / 8 * 8;
        if (length > SafeTensorsHeader.LargestHeader) throw new ArgumentException($"The header would be {length} bytes; 100,000,000 are allowed.", nameof(tensors));
        header.GetSpan(8)[..(length - header.WrittenCount)].Fill((byte)' ');
        header.Advance(length - header.WrittenCount);
        Span<byte> size = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(size, (ulong)length);
        stream.Write(size);
        stream.Write(header.WrittenSpan);
        foreach (var name in names) WriteData(stream, tensors[name].Span);
    }

    /// <summary>Reads a whole file. The header's length is checked against the file's before memory is taken.</summary>
    /// <param name="stream">The file, read from its position to its end; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="SafeTensorsException">The file breaks the format, or has a tensor of more than 64 dimensions or more than 16,384 entries of metadata.</exception>
    public static SafeTensors Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, Array.MaxLength) : 0);
        stream.CopyTo(buffer);
        return Read(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    /// <summary>Reads a file that is in memory already; the result refers to that memory, which must not change.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <exception cref="SafeTensorsException">The file breaks the format, or has a tensor of more than 64 dimensions or more than 16,384 entries of metadata.</exception>
    public static SafeTensors Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < 8) throw new SafeTensorsException(SafeTensorsError.HeaderTooSmall, $"the file has {file.Length} bytes; at least 8 were expected.");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        if (length > SafeTensorsHeader.LargestHeader)
            throw new SafeTensorsException(SafeTensorsError.HeaderTooLarge, $"the header claims {length} bytes; 100,000,000 are allowed.");
        if (length + 8 > (ulong)file.Length)
            throw new SafeTensorsException(SafeTensorsError.InvalidHeaderLength, $"the header claims {length} bytes, but the file has {file.Length}.");
        var end = 8 + (int)length;
        var (tensors, metadata) = SafeTensorsHeader.Parse(file.Span[8..end], file.Length - end);
        return new SafeTensors(tensors, metadata, file[end..]);
    }

    private static ArrayBufferWriter<byte> WriteHeader(
        IReadOnlyDictionary<string, FloatTensor> tensors, List<string> names, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            json.WriteStartObject(MetadataKey);
            var keys = new List<string>(metadata.Keys);
            keys.Sort(StringComparer.Ordinal);
            foreach (var key in keys) json.WriteString(key, metadata[key] ?? throw new ArgumentException($"Metadata {key} is null.", nameof(metadata)));
            json.WriteEndObject();
        }

        long position = 0;
        foreach (var name in names)
        {
            var shape = tensors[name].Shape;
            json.WriteStartObject(name);
            json.WriteString("dtype", "F32");
            json.WriteStartArray("shape");
            for (var i = 0; i < shape.Rank; i++) json.WriteNumberValue(shape[i]);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(position);
            position += (long)shape.Length * sizeof(float);
            json.WriteNumberValue(position);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer;
    }

    private static void WriteData(Stream stream, ReadOnlySpan<float> values)
    {
        const int block = 1 << 20; // a span of bytes holds a quarter of what a span of floats does
        Span<byte> element = stackalloc byte[4];
        for (; !values.IsEmpty; values = values[Math.Min(block, values.Length)..])
        {
            var part = values[..Math.Min(block, values.Length)];
            if (BitConverter.IsLittleEndian)
            {
                stream.Write(MemoryMarshal.AsBytes(part));
                continue;
            }

            foreach (var value in part)
            {
                BinaryPrimitives.WriteSingleLittleEndian(element, value);
                stream.Write(element);
            }
        }
    }
}

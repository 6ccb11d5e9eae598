using System.Text.Json;

namespace MarlRec.Tensors;

/// <summary>Reads and checks a safetensors header, which may come from anyone.</summary>
internal static class SafeTensorsHeader
{
    internal const long LargestHeader = 100_000_000;
    private const string MetadataKey = "__metadata__";

    // As many as the tensor libraries that write such files can have.
    private const int MostDimensions = 64;

    // Entries of a few bytes take many times their length as strings; honest files have a few dozen.
    private const int MostMetadata = 16_384;

    internal static (Dictionary<string, SafeTensorInfo> Tensors, Dictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> header, long dataLength)
    {
        if (!System.Text.Unicode.Utf8.IsValid(header)) throw new SafeTensorsException(SafeTensorsError.InvalidHeader, "the header is not valid UTF-8.");
        Dictionary<string, SafeTensorInfo> tensors;
        Dictionary<string, string>? metadata = null;
        try
        {
            // Token by token: a document of a header that is all brackets and commas takes many times its length.
            var reader = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 8 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw Malformed("the header is not a JSON object.");
            tensors = new Dictionary<string, SafeTensorInfo>(CountMembers(reader), StringComparer.Ordinal);
            while (NextName(ref reader) is { } name)
            {
                var isNew = name == MetadataKey ? metadata is null : !tensors.ContainsKey(name);
                if (!isNew) throw Malformed($"the header names {name} twice.");
                if (name == MetadataKey) metadata = ReadMetadata(ref reader);
                else tensors.Add(name, ReadInfo(name, ref reader));
            }

            reader.Read(); // nothing but white space may follow
        }
        catch (JsonException exception)
        {
            throw new SafeTensorsException(SafeTensorsError.InvalidHeaderDeserialization, "the header is not valid JSON.", exception);
        }
        catch (InvalidOperationException exception)
        {
            // A string whose escapes are lone surrogates cannot be read as a string.
            throw new SafeTensorsException(SafeTensorsError.InvalidHeaderDeserialization, "the header holds a string that is not Unicode.", exception);
        }

        CheckLayout(tensors, dataLength);
        return (tensors, metadata ?? new Dictionary<string, string>(StringComparer.Ordinal));
    }

    // The next member's name, with the reader on its value; null at the end of the object.
    private static string? NextName(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName) return null;
        var name = reader.GetString();
        reader.Read();
        return name;
    }

    // Of a copy of the reader, which stands where it stood.
    private static int CountMembers(Utf8JsonReader reader)
    {
        var count = 0;
        for (; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; count++) reader.Skip();
        return count;
    }

    private static Dictionary<string, string> ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Malformed($"{MetadataKey} is not a JSON object.");
        var count = CountMembers(reader);
        if (count > MostMetadata) throw new SafeTensorsException(SafeTensorsError.Unsupported, $"{MetadataKey} has {count} entries; at most {MostMetadata} are read.");
        var metadata = new Dictionary<string, string>(count, StringComparer.Ordinal);
        while (NextName(ref reader) is { } name)
        {
            if (reader.TokenType != JsonTokenType.String) throw Malformed($"{MetadataKey} may hold strings only, but {name} is {reader.TokenType}.");
            if (!metadata.TryAdd(name, reader.GetString()!)) throw Malformed($"{MetadataKey} names {name} twice.");
        }

        return metadata;
    }

    private static SafeTensorInfo ReadInfo(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Malformed($"tensor {name} is not a JSON object.");
        SafeTensorType? type = null;
        long[]? shape = null;
        (long Start, long End)? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (type is null && reader.ValueTextEquals("dtype"u8))
            {
                reader.Read();
                if (!SafeTensorTypes.TryParse(reader, out var parsed)) throw Malformed($"tensor {name} has the unknown dtype {Shown(reader)}.");
                type = parsed;
            }
            else if (shape is null && reader.ValueTextEquals("shape"u8))
            {
                shape = new long[CountSizes(name, ref reader)];
                for (var i = 0; i < shape.Length; i++) shape[i] = ReadSize(name, ref reader);
                reader.Read();
            }
            else if (offsets is null && reader.ValueTextEquals("data_offsets"u8))
            {
                if (CountSizes(name, ref reader) != 2) throw Malformed($"tensor {name} needs two data_offsets.");
                offsets = (ReadSize(name, ref reader), ReadSize(name, ref reader));
                reader.Read();
            }
            else
            {
                throw Malformed($"tensor {name} has the field {Shown(reader)} twice, or it is unknown.");
            }
        }

        return type is not null && shape is not null && offsets is not null
            ? new SafeTensorInfo(type.Value, shape, offsets.Value.Start, offsets.Value.End)
            : throw Malformed($"tensor {name} needs dtype, shape and data_offsets.");
    }

    // Moves onto the array that follows and counts its entries.
    private static int CountSizes(string name, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw Malformed($"tensor {name} has sizes that are not an array.");
        var ahead = reader;
        var count = 0;
        for (; ahead.Read() && ahead.TokenType != JsonTokenType.EndArray; count++) ahead.Skip();
        return count <= MostDimensions
            ? count
            : throw new SafeTensorsException(SafeTensorsError.Unsupported, $"tensor {name} has {count} dimensions; at most {MostDimensions} are read.");
    }

    private static long ReadSize(string name, ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var size) && size >= 0
            ? size
            : throw Malformed($"tensor {name} has the size {Shown(reader)}, but whole numbers from 0 on were expected.");
    }

    private static string Shown(in Utf8JsonReader reader) => System.Text.Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 60)]);

    // In file order, tensors must follow each other without gaps: this rules out overlaps and hidden bytes.
    private static void CheckLayout(Dictionary<string, SafeTensorInfo> tensors, long dataLength)
    {
        var ordered = tensors.ToArray();
        Array.Sort(ordered, static (left, right) =>
            left.Value.Start != right.Value.Start ? left.Value.Start.CompareTo(right.Value.Start) : left.Value.End.CompareTo(right.Value.End));
        long position = 0;
        foreach (var (name, info) in ordered)
        {
            if (info.Start != position || info.End < info.Start)
                throw new SafeTensorsException(SafeTensorsError.InvalidOffset, $"tensor {name} stands at [{info.Start}, {info.End}), but {position} was expected.");
            position = info.End;
            var bytes = SizeInBytes(name, info);
            if (bytes != info.End - info.Start)
                throw new SafeTensorsException(SafeTensorsError.TensorInvalidInfo, $"tensor {name} needs {bytes} bytes, but has {info.End - info.Start}.");
        }

        if (position != dataLength)
            throw new SafeTensorsException(SafeTensorsError.MetadataIncompleteBuffer, $"the tensors end at byte {position}, the data at {dataLength}.");
    }

    private static long SizeInBytes(string name, SafeTensorInfo info)
    {
        try
        {
            long bits = SafeTensorTypes.Bits(info.Type);
            foreach (var size in info.Dimensions) bits = checked(bits * size);
            if (bits % 8 != 0) throw new SafeTensorsException(SafeTensorsError.MisalignedSlice, $"tensor {name} ends within a byte.");
            return bits / 8;
        }
        catch (OverflowException exception)
        {
            throw new SafeTensorsException(SafeTensorsError.ValidationOverflow, $"the size of tensor {name} overflows.", exception);
        }
    }

    private static SafeTensorsException Malformed(string message) => new(SafeTensorsError.InvalidHeaderDeserialization, message);
}

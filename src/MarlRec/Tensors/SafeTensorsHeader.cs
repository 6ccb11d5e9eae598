using System.Text.Json;

namespace MarlRec.Tensors;

/// <summary>Reads and checks a safetensors header, which may come from anyone.</summary>
internal static class SafeTensorsHeader
{
    internal const long LargestHeader = 100_000_000;
    private const string MetadataKey = "__metadata__";

    internal static (Dictionary<string, SafeTensorInfo> Tensors, Dictionary<string, string> Metadata) Parse(ReadOnlyMemory<byte> header, long dataLength)
    {
        if (!System.Text.Unicode.Utf8.IsValid(header.Span)) throw new SafeTensorsException(SafeTensorsError.InvalidHeader, "the header is not valid UTF-8.");
        var tensors = new Dictionary<string, SafeTensorInfo>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Malformed("the header is not a JSON object.");
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataKey) ReadMetadata(property.Value, metadata);
                else tensors.Add(property.Name, ReadInfo(property.Name, property.Value));
            }
        }
        catch (JsonException exception)
        {
            throw new SafeTensorsException(SafeTensorsError.InvalidHeaderDeserialization, "the header is not valid JSON.", exception);
        }
        catch (InvalidOperationException exception)
        {
            // A property name whose escapes are lone surrogates cannot be read as a string.
            throw new SafeTensorsException(SafeTensorsError.InvalidHeaderDeserialization, "the header holds a string that is not Unicode.", exception);
        }

        CheckLayout(tensors, dataLength);
        return (tensors, metadata);
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Malformed($"{MetadataKey} is not a JSON object.");
        foreach (var entry in element.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String) throw Malformed($"{MetadataKey} may hold strings only, but {entry.Name} is {entry.Value.ValueKind}.");
            metadata.Add(entry.Name, entry.Value.GetString()!);
        }
    }

    private static SafeTensorInfo ReadInfo(string name, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Malformed($"tensor {name} is not a JSON object.");
        SafeTensorType? type = null;
        long[]? shape = null, offsets = null;
        foreach (var field in element.EnumerateObject())
        {
            switch (field.Name)
            {
                case "dtype":
                    if (field.Value.ValueKind != JsonValueKind.String || !SafeTensorTypes.TryParse(field.Value.GetString()!, out var parsed))
                        throw Malformed($"tensor {name} has the unknown dtype {field.Value}.");
                    type = parsed;
                    break;
                case "shape":
                    shape = ReadSizes(name, field.Value);
                    break;
                case "data_offsets":
                    offsets = ReadSizes(name, field.Value);
                    break;
                default:
                    throw Malformed($"tensor {name} has the unknown field {field.Name}.");
            }
        }

        if (type is null || shape is null || offsets is not { Length: 2 }) throw Malformed($"tensor {name} needs dtype, shape and two data_offsets.");
        return new SafeTensorInfo(type.Value, shape, offsets[0], offsets[1]);
    }

    private static long[] ReadSizes(string name, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array) throw Malformed($"tensor {name} has sizes that are not an array.");
        var sizes = new long[element.GetArrayLength()];
        var i = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var size) || size < 0)
                throw Malformed($"tensor {name} has the size {item}, but whole numbers from 0 on were expected.");
            sizes[i++] = size;
        }

        return sizes;
    }

    // In file order, tensors must follow each other without gaps: this rules out overlaps and hidden bytes.
    private static void CheckLayout(Dictionary<string, SafeTensorInfo> tensors, long dataLength)
    {
        var ordered = new List<KeyValuePair<string, SafeTensorInfo>>(tensors);
        ordered.Sort(static (left, right) =>
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

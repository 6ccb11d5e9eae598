using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MarlRec.Tensors;

/// <summary>The content of a safetensors file. Thread safety: <em>immutable</em>.</summary>
public sealed class SafeTensors
{
    private readonly Dictionary<string, SafeTensorInfo> _tensors;
    private readonly Dictionary<string, string> _metadata;
    private readonly ReadOnlyMemory<byte> _data;

    internal SafeTensors(Dictionary<string, SafeTensorInfo> tensors, Dictionary<string, string> metadata, ReadOnlyMemory<byte> data)
    {
        _tensors = tensors;
        _metadata = metadata;
        _data = data;
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafeTensorInfo> Tensors => _tensors;

    /// <summary>The file's free text by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The bytes of one tensor as they stand in the file: little-endian, row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public ReadOnlyMemory<byte> Bytes(string name)
    {
        var info = Info(name);
        return _data.Slice((int)info.Start, (int)(info.End - info.Start));
    }

    /// <summary>One tensor as floats; converts from BOOL, U8, I8, I16, I32, I64, F16, BF16, F32 and F64, rounding where need be.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="SafeTensorsException">Its type is not converted, or it has more than four dimensions.</exception>
    public FloatTensor ReadFloats(string name)
    {
        var info = Info(name);
        if (info.Dimensions.Count > Shape.MaximumRank)
            throw new SafeTensorsException(SafeTensorsError.Unsupported, $"tensor {name} has {info.Dimensions.Count} dimensions; at most {Shape.MaximumRank} are read.");
        Span<int> sizes = stackalloc int[info.Dimensions.Count];
        for (var i = 0; i < sizes.Length; i++)
        {
            if (info.Dimensions[i] > int.MaxValue) throw new SafeTensorsException(SafeTensorsError.Unsupported, $"tensor {name} has a size of {info.Dimensions[i]}.");
            sizes[i] = (int)info.Dimensions[i];
        }

        var bytes = Bytes(name).Span;
        var tensor = new FloatTensor(sizes);
        var target = tensor.Span;
        if (info.Type == SafeTensorType.F32 && BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(target));
            return tensor;
        }

        for (var i = 0; i < target.Length; i++) target[i] = Element(info.Type, bytes, i, name);
        return tensor;
    }

    /// <summary>One tensor of whole numbers (BOOL, U8, I8, I16, I32 or I64), row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="SafeTensorsException">Its type is another.</exception>
    public long[] ReadIntegers(string name)
    {
        var info = Info(name);
        var bytes = Bytes(name).Span;
        var values = new long[bytes.Length / (SafeTensorTypes.Bits(info.Type) / 8 is var width and > 0 ? width : 1)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = info.Type switch
            {
                SafeTensorType.Bool or SafeTensorType.U8 => bytes[i],
                SafeTensorType.I8 => (sbyte)bytes[i],
                SafeTensorType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]),
                SafeTensorType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]),
                SafeTensorType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * i)..]),
                _ => throw new SafeTensorsException(SafeTensorsError.Unsupported, $"tensor {name} is {info.Type}, not whole numbers that MarlRec reads."),
            };
        }

        return values;
    }

    /// <summary>All tensors as floats, by name.</summary>
    /// <exception cref="SafeTensorsException">One has a type that is not converted, or more than four dimensions.</exception>
    public Dictionary<string, FloatTensor> ReadAllFloats()
    {
        var all = new Dictionary<string, FloatTensor>(StringComparer.Ordinal);
        foreach (var name in _tensors.Keys) all.Add(name, ReadFloats(name));
        return all;
    }

    private static float Element(SafeTensorType type, ReadOnlySpan<byte> bytes, int i, string name) => type switch
    {
        SafeTensorType.Bool or SafeTensorType.U8 => bytes[i],
        SafeTensorType.I8 => (sbyte)bytes[i],
        SafeTensorType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]),
        SafeTensorType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]),
        SafeTensorType.BF16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16),
        SafeTensorType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]),
        SafeTensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]),
        SafeTensorType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]),
        SafeTensorType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * i)..]),
        _ => throw new SafeTensorsException(SafeTensorsError.Unsupported, $"tensor {name} is {type}, which MarlRec does not convert."),
    };

    private SafeTensorInfo Info(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _tensors.TryGetValue(name, out var info) ? info : throw new KeyNotFoundException($"There is no tensor {name} in the file.");
    }
}

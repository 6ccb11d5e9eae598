using System.Runtime.InteropServices;
using System.Buffers.Binary;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Weights of a safetensors file, checked against the shapes that the configuration promises and widened to float32 where they are wanted.</summary>
internal sealed class CheckpointTensors(string file, SafeTensors tensors)
{
    /// <summary>Put in front of each name.</summary>
    internal string Prefix { get; set; } = "";

    internal bool Has(string name) => tensors.Tensors.ContainsKey(Prefix + name);

    /// <summary>Asks for a tensor of one shape and a type that is widened without loss.</summary>
    internal void Require(string name, params ReadOnlySpan<int> shape)
    {
        if (!tensors.Tensors.TryGetValue(Prefix + name, out var info)) throw new InvalidDataException($"{file}: tensor {Prefix + name} is missing.");
        var equal = info.Dimensions.Count == shape.Length;
        for (var i = 0; equal && i < shape.Length; i++) equal = info.Dimensions[i] == shape[i];
        if (!equal) throw new InvalidDataException($"{file}: tensor {Prefix + name} has shape [{string.Join(',', info.Dimensions)}], but {new Shape(shape)} was expected.");
        if (info.Type is not (SafeTensorType.F32 or SafeTensorType.F16 or SafeTensorType.BF16))
            throw new NotSupportedException($"{file}: tensor {Prefix + name} is {info.Type}; weights must be F32, F16 or BF16.");
    }

    /// <summary>Copies a tensor that <see cref="Require"/> has seen.</summary>
    internal void Read(string name, Span<float> target)
    {
        var bytes = tensors.Bytes(Prefix + name).Span;
        switch (tensors.Tensors[Prefix + name].Type)
        {
            case SafeTensorType.F16:
                for (var i = 0; i < target.Length; i++) target[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
                break;
            case SafeTensorType.BF16:
                for (var i = 0; i < target.Length; i++) target[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                break;
            case var _ when BitConverter.IsLittleEndian:
                bytes.CopyTo(MemoryMarshal.AsBytes(target));
                break;
            default:
                for (var i = 0; i < target.Length; i++) target[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                break;
        }

        for (var i = 0; i < target.Length; i++)
            if (!float.IsFinite(target[i])) throw new InvalidDataException($"{file}: tensor {Prefix + name} holds {target[i]} at {i}, but weights must be finite.");
    }
}

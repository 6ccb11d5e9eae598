using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MarlRec.Benchmarks.Peers.Onnx;

/// <summary>Writes one message of the protocol buffers' wire format: each field is a key, number · 8 + kind, and a value.</summary>
/// <remarks>Three kinds serve: 0, an integer in groups of seven bits; 2, bytes after their length; 5, four bytes.</remarks>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    internal ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    internal ProtobufWriter Integer(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    internal ProtobufWriter Single(int field, float value)
    {
        Varint((ulong)field << 3 | 5);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
        return this;
    }

    internal ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    internal ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    internal ProtobufWriter Message(int field, ProtobufWriter value) => Bytes(field, value.Written);

    private void Varint(ulong value)
    {
        var room = _bytes.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7) room[length++] = (byte)(value | 0x80);
        room[length++] = (byte)value;
        _bytes.Advance(length);
    }
}

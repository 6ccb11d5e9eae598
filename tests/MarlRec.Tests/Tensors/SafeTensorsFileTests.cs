using System.Buffers.Binary;
using System.Text;
using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Tensors;

public class SafeTensorsFileTests
{
    private const string Six = "{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}";

    public static TheoryData<string, int, SafeTensorsError> BadHeaders => new()
    {
        { "not json", 0, SafeTensorsError.InvalidHeaderDeserialization },
        { "[]", 0, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"a\":" + Six + ",\"a\":" + Six + "}", 24, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"a\":{\"dtype\":\"F33\",\"shape\":[6],\"data_offsets\":[0,24]}}", 24, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,24]}}", 24, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0]}}", 24, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[-6],\"data_offsets\":[0,24]}}", 24, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,24]}}", 24, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,24],\"x\":1}}", 24, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,99999999999999999999]}}", 24, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"__metadata__\":{\"a\":1}}", 0, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"__metadata__\":[]}", 0, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"\\ud800\":" + Six + "}", 24, SafeTensorsError.InvalidHeaderDeserialization },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[4,28]}}", 28, SafeTensorsError.InvalidOffset },
        { "{\"a\":" + Six + ",\"b\":" + Six + "}", 24, SafeTensorsError.InvalidOffset },
        { "{\"a\":" + Six + ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[20,24]}}", 24, SafeTensorsError.InvalidOffset },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,4]}}", 8, SafeTensorsError.InvalidOffset },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[7],\"data_offsets\":[0,24]}}", 24, SafeTensorsError.TensorInvalidInfo },
        { "{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,2]}}", 2, SafeTensorsError.MisalignedSlice },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,24]}}", 24, SafeTensorsError.ValidationOverflow },
        { "{\"a\":" + Six + "}", 25, SafeTensorsError.MetadataIncompleteBuffer },
        { "{\"a\":" + Six + "}", 23, SafeTensorsError.MetadataIncompleteBuffer },
        { "{}", 1, SafeTensorsError.MetadataIncompleteBuffer },
    };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void BadHeadersAreRejectedByName(string header, int dataLength, SafeTensorsError expected) =>
        Assert.Equal(expected, Assert.Throws<SafeTensorsException>(() => SafeTensorsFile.Read(File(header, dataLength))).Error);

    [Fact]
    public void BadFramesAreRejectedByName()
    {
        static SafeTensorsError Error(byte[] file) => Assert.Throws<SafeTensorsException>(() => SafeTensorsFile.Read(file)).Error;
        Assert.Equal(SafeTensorsError.HeaderTooSmall, Error([]));
        Assert.Equal(SafeTensorsError.HeaderTooSmall, Error([1, 2, 3, 4, 5, 6, 7]));
        Assert.Equal(SafeTensorsError.HeaderTooLarge, Error([255, 255, 255, 255, 255, 255, 255, 255]));
        Assert.Equal(SafeTensorsError.HeaderTooLarge, Error([1, 225, 245, 5, 0, 0, 0, 0]));
        Assert.Equal(SafeTensorsError.InvalidHeaderLength, Error([3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']));
        Assert.Equal(SafeTensorsError.InvalidHeader, Error([3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', 0xFF, (byte)'}']));
        Assert.Throws<ArgumentNullException>("stream", () => SafeTensorsFile.Read((Stream)null!));
    }

    // Expected bytes: tests of huggingface/safetensors, safetensors/src/tensor.rs.
    [Fact]
    public void GoldenBytes()
    {
        var six = FloatTensor.From([0, 1, 2, 3, 4, 5], 1, 2, 3);
        Assert.Equal([8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8], Write([]));
        Assert.Equal([40, 0, 0, 0, 0, 0, 0, 0, .. "{\"__metadata__\":{\"framework\":\"pt\"}}     "u8], Write([], new() { ["framework"] = "pt" }));
        Assert.Equal(
            [64, 0, 0, 0, 0, 0, 0, 0, .. "{\"attn.0\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}"u8, .. Data()],
            Write(new() { ["attn.0"] = six }));
        Assert.Equal(
            [72, 0, 0, 0, 0, 0, 0, 0, .. "{\"attn0\":{\"dtype\":\"F32\",\"shape\":[1,1,2,3],\"data_offsets\":[0,24]}}       "u8, .. Data()],
            Write(new() { ["attn0"] = FloatTensor.From(six.Span, 1, 1, 2, 3) }));

        static byte[] Data() => [.. Enumerable.Range(0, 6).SelectMany(i => BitConverter.GetBytes((float)i))];
    }

    [Fact]
    public void ReadsTheTypesItConverts()
    {
        const string header = """
             { "half":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}, "brain":{"dtype":"BF16","shape":[],"data_offsets":[4,6]},
               "flag":{"dtype":"BOOL","shape":[2],"data_offsets":[6,8]}, "byte":{"dtype":"I8","shape":[1],"data_offsets":[8,9]},
               "u":{"dtype":"U8","shape":[1],"data_offsets":[9,10]}, "short":{"dtype":"I16","shape":[1],"data_offsets":[10,12]},
               "int":{"dtype":"I32","shape":[1],"data_offsets":[12,16]}, "long":{"dtype":"I64","shape":[1],"data_offsets":[16,24]},
               "double":{"dtype":"F64","shape":[1],"data_offsets":[24,32]}, "other":{"dtype":"U64","shape":[1],"data_offsets":[32,40]},
               "five":{"dtype":"U8","shape":[1,1,1,1,0],"data_offsets":[40,40]}, "empty":{"dtype":"F32","shape":[2,0],"data_offsets":[40,40]} }
            """;
        var data = new MemoryStream();
        data.Write(BitConverter.GetBytes((Half)1.5f));
        data.Write(BitConverter.GetBytes((Half)(-2f)));
        data.Write([0x40, 0x40, 1, 0, 0xFD, 0xFD]);
        data.Write(BitConverter.GetBytes((short)-300));
        data.Write(BitConverter.GetBytes(-70000));
        data.Write(BitConverter.GetBytes(1L << 40));
        data.Write(BitConverter.GetBytes(0.1));
        data.Write(new byte[8]);
        var file = SafeTensorsFile.Read(File(header, 0, data.ToArray()));
        float One(string name) => file.ReadFloats(name).Span[0];
        Assert.Equal([1.5f, -2f], file.ReadFloats("half").Span.ToArray());
        Assert.Equal((3f, 1f, -3f, 253f, -300f, -70000f, 0.1f), (One("brain"), One("flag"), One("byte"), One("u"), One("short"), One("int"), One("double")));
        Assert.Equal([1L << 40], file.ReadIntegers("long"));
        Assert.Equal([1L, 0], file.ReadIntegers("flag"));
        Assert.Equal([-3L], file.ReadIntegers("byte"));
        Assert.Equal([-300L], file.ReadIntegers("short"));
        Assert.Equal([-70000L], file.ReadIntegers("int"));
        Assert.Equal(new Shape(2, 0), file.ReadFloats("empty").Shape);
        Assert.Equal(default, file.ReadFloats("brain").Shape);
        foreach (var name in new[] { "other", "five" })
            Assert.Equal(SafeTensorsError.Unsupported, Assert.Throws<SafeTensorsException>(() => file.ReadFloats(name)).Error);
        Assert.Equal(SafeTensorsError.Unsupported, Assert.Throws<SafeTensorsException>(() => file.ReadIntegers("half")).Error);
        Assert.Throws<KeyNotFoundException>(() => file.ReadFloats("none"));
    }

    [Property]
    public bool WhatIsWrittenIsRead(int seed, string name, string text)
    {
        if (name is null || text is null || name == "__metadata__" || !IsUnicode(name) || !IsUnicode(text)) return true;
        var random = new RandomStream((ulong)seed);
        var tensor = new FloatTensor(random.Next(4), 1 + random.Next(5));
        foreach (ref var value in tensor.Span) value = BitConverter.UInt32BitsToSingle(random.NextUInt32());
        var tensors = new Dictionary<string, FloatTensor> { [name] = tensor, [name + "2"] = new FloatTensor() };
        var bytes = Write(tensors, new() { [name] = text });
        var read = SafeTensorsFile.Read(new MemoryStream(bytes));
        return read.Metadata[name] == text
            && read.ReadFloats(name).Shape == tensor.Shape
            && System.Runtime.InteropServices.MemoryMarshal.AsBytes(read.ReadFloats(name).Span).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(tensor.Span))
            && bytes.AsSpan().SequenceEqual(Write(read.ReadAllFloats(), new() { [name] = text }));
    }

    [Fact]
    public void DamagedFilesGiveTheTypedExceptionOnly()
    {
        var good = Write(new() { ["a"] = new FloatTensor(2, 3), ["b"] = new FloatTensor(4) }, new() { ["k"] = "v" });
        var random = new RandomStream(31);
        for (var trial = 0; trial < 3000; trial++)
        {
            var bad = good[..(trial % 3 == 0 ? random.Next(good.Length) : good.Length)];
            for (var i = 0; i < trial % 4 && bad.Length > 0; i++) bad[random.Next(Math.Min(bad.Length, 140))] = (byte)random.Next(256);
            try
            {
                SafeTensorsFile.Read(bad).ReadAllFloats();
            }
            catch (SafeTensorsException)
            {
            }
        }
    }

    [Fact]
    public void BadWritesAreRejected()
    {
        Assert.Throws<ArgumentNullException>("stream", () => SafeTensorsFile.Write(null!, new Dictionary<string, FloatTensor>()));
        Assert.Throws<ArgumentNullException>("tensors", () => SafeTensorsFile.Write(Stream.Null, null!));
        Assert.Throws<ArgumentException>("tensors", () => Write(new() { ["__metadata__"] = new FloatTensor(1) }));
        Assert.Throws<ArgumentException>("tensors", () => Write(new() { ["a"] = null! }));
        Assert.Throws<ArgumentException>("metadata", () => Write([], new() { ["a"] = null! }));
    }

    private static bool IsUnicode(string text)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static byte[] Write(Dictionary<string, FloatTensor> tensors, Dictionary<string, string>? metadata = null)
    {
        var stream = new MemoryStream();
        SafeTensorsFile.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private static byte[] File(string header, int dataLength, byte[]? data = null)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var size = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(size, text.Length);
        return [.. size, .. text, .. data ?? new byte[dataLength]];
    }
}

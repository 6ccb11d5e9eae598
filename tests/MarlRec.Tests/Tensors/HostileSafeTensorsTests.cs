using System.Buffers.Binary;
using System.Text;

namespace MarlRec.Tensors;

/// <summary>Safetensors files that are damaged, or made to take more memory than they are worth.</summary>
public sealed class HostileSafeTensorsTests
{
    [Fact]
    public void Damaged_files_give_the_typed_exception_and_take_little_memory()
    {
        var good = new MemoryStream();
        var tensors = new Dictionary<string, FloatTensor> { ["encoder.weight"] = new(4, 6), ["encoder.bias"] = new(4), ["scale"] = new(1) };
        SafeTensorsFile.Write(good, tensors, new Dictionary<string, string> { ["format"] = "pt", ["step"] = "12" });
        var (refused, survived, most) = HostileFiles.Check(
            good.ToArray(), 31, static file => SafeTensorsFile.Read(new MemoryStream(file)).ReadAllFloats(), static exception => exception is SafeTensorsException, static bad => HostileFiles.Bound(bad.Length));
        TestContext.Current.TestOutputHelper?.WriteLine($"{good.Length} bytes, {refused} refused, {survived} read, at most {most} bytes allocated");
        Assert.True(refused >= HostileFiles.Rounds / 2 && survived > 0, $"{refused} refused, {survived} read");
    }

    public static TheoryData<string, int> Headers => new()
    {
        { "tensors", 60_000 }, { "ranks", 12_000 }, { "sizes", 500_000 }, { "metadata", 16_384 }, { "metadata", 200_000 }, { "brackets", 3_000_000 },
    };

    // A file may be all header: the shortest names, the most numbers.
    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_takes_four_times_its_length(string kind, int count)
    {
        var json = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            json.Append(kind switch
            {
                "tensors" => $"{(i == 0 ? "{" : ",")}\"{i:x}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                "ranks" => $"{(i == 0 ? "{" : ",")}\"{i:x}\":{{\"dtype\":\"U8\",\"shape\":[0{string.Concat(Enumerable.Repeat(",0", 63))}],\"data_offsets\":[0,0]}}",
                "sizes" => i == 0 ? "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,0],\"shape\":[0" : ",0",
                "metadata" => $"{(i == 0 ? "{\"__metadata__\":{" : ",")}\"{i:x}\":\"\"",
                _ => i == 0 ? "{\"a\":" : "[",
            });
        }

        json.Append(kind switch { "tensors" or "ranks" => "}", "sizes" => "]}}", "metadata" => "}}", _ => "" });
        var header = Encoding.ASCII.GetBytes(json.ToString());
        var file = new byte[8 + header.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Record.Exception(() => SafeTensorsFile.Read(file));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {file.Length} bytes, {allocated} allocated, {(double)allocated / file.Length:0.00} times; {exception?.Message}");
        Assert.Equal(kind is "tensors" or "ranks" || count == 16_384, exception is null);
        Assert.True(exception is null or SafeTensorsException);
        Assert.InRange(allocated, 0, HostileFiles.Bound(file.Length));

        // A stream's bytes are held as well.
        before = GC.GetAllocatedBytesForCurrentThread();
        Record.Exception(() => SafeTensorsFile.Read(new MemoryStream(file)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, file.Length, HostileFiles.Bound(file.Length) + file.Length);
    }
}

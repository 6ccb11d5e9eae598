using System.Buffers;
using System.Text.Json;
using MarlRec.Tensors;
using MarlRec.Text.Vocabularies;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>A folder of files that may come from anyone: names are checked before a path is made of them, sizes before a file is read.</summary>
/// <remarks>Links are followed: the caches of model hubs are made of them.</remarks>
internal sealed class CheckpointFolder
{
    private const int LargestJson = 1 << 20, LargestVocabulary = 16 << 20;
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create("\\:*?\"<>|");
    private readonly string _root;

    internal CheckpointFolder(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (!Directory.Exists(root)) throw new DirectoryNotFoundException($"There is no folder {root}.");
        _root = root;
    }

    internal bool Has(string name) => File.Exists(Path.Combine(_root, name));

    /// <summary>Reads a JSON file; what is made of it must not refer to it.</summary>
    internal T ReadJson<T>(string name, Func<CheckpointJson, T> read)
    {
        try
        {
            using var document = SmallJson.Parse(Bytes(name, LargestJson), name);
            return read(new CheckpointJson(name, "$", document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second: an escape that is half a surrogate pair is valid JSON, but no text.
            throw new InvalidDataException($"{name}: not valid JSON: {exception.Message}", exception);
        }
    }

    internal byte[] Vocabulary(string name) => Bytes(name, LargestVocabulary);

    internal CheckpointTensors ReadTensors(string name)
    {
        try
        {
            return new CheckpointTensors(name, SafeTensorsFile.Read(Bytes(name, Array.MaxLength)));
        }
        catch (SafeTensorsException exception)
        {
            throw new InvalidDataException($"{name}: {exception.Message}", exception);
        }
    }

    /// <summary>A path that a file names, checked: names joined by slashes, none of which leads out of the folder.</summary>
    internal static string RequireInside(string path, CheckpointJson where)
    {
        if (path.Length == 0) return path;
        foreach (var part in path.Split('/'))
        {
            if (part.Length is 0 or > 255 || part is "." or ".." || part.AsSpan().ContainsAny(s_forbidden) || part.AsSpan().ContainsAnyInRange('\0', '\x1F'))
                throw where.Wrong($"\"{path}\" must be a folder inside this one, without . or .. and with / between names");
        }

        return path + "/";
    }

    private byte[] Bytes(string name, int largest)
    {
        using var stream = File.OpenRead(Path.Combine(_root, name));
        if (stream.Length > largest) throw new NotSupportedException($"{name}: {stream.Length} bytes; at most {largest} are read.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length);
        stream.ReadExactly(bytes);
        return bytes;
    }
}

namespace MarlRec.Encoders.Checkpoints;

/// <summary>A copy of a checkpoint in a folder of its own.</summary>
internal sealed class DamagedFolder : IDisposable
{
    internal DamagedFolder(string source)
    {
        Path = Directory.CreateTempSubdirectory("marlrec-checkpoint-").FullName;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    internal string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    internal byte[] Read(string name) => File.ReadAllBytes(System.IO.Path.Combine(Path, name));

    internal void Write(string name, byte[] bytes) => File.WriteAllBytes(System.IO.Path.Combine(Path, name), bytes);

    internal void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    internal void Replace(string name, string old, string with)
    {
        var path = System.IO.Path.Combine(Path, name);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, with, StringComparison.Ordinal));
    }
}

namespace MarlRec;

/// <summary>Finds the repository that the running tests were built from.</summary>
internal static class RepositoryFiles
{
    internal static string Root { get; } = FindRoot();

    /// <summary>A path inside the repository, given with forward slashes.</summary>
    internal static string At(string relative) => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The path of <paramref name="file"/> as people write it: relative to the root, with forward slashes.</summary>
    internal static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>Every file under <paramref name="relativeFolder"/> that matches, without build outputs, in a stable order.</summary>
    internal static IEnumerable<string> Enumerate(string relativeFolder, string pattern) =>
        Directory.EnumerateFiles(At(relativeFolder), pattern, SearchOption.AllDirectories)
            .Where(file => !Relative(file).Split('/').Any(part => part is "bin" or "obj" or "TestResults" or "artifacts" or "BenchmarkDotNet.Artifacts"))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "MarlRec.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No MarlRec.sln above {AppContext.BaseDirectory}: run the tests from their build output inside the repository.");
    }
}

namespace MarlRec;

/// <summary>Real data sets, which are not part of the repository: a test that needs one and does not find it is skipped, saying so.</summary>
internal static class TestData
{
    /// <summary>The folder that holds the data sets: <c>MARLREC_DATA</c>, else <c>../shared/data</c> beside the repository; null if there is none.</summary>
    internal static string? Folder { get; } = FindFolder();

    /// <summary>The path of a data set's file or folder, such as <c>ml-100k/u.data</c>; skips the running test if it is not there.</summary>
    internal static string Require(string relative)
    {
        var path = Folder is null ? null : Path.Combine(Folder, relative.Replace('/', Path.DirectorySeparatorChar));
        if (path is null || !Path.Exists(path)) Assert.Skip($"No data set '{relative}': set MARLREC_DATA to the folder that holds it, or put it in ../shared/data beside the repository.");
        return path;
    }

    private static string? FindFolder()
    {
        var named = Environment.GetEnvironmentVariable("MARLREC_DATA");
        if (!string.IsNullOrEmpty(named)) return Directory.Exists(named) ? Path.GetFullPath(named) : null;
        var beside = Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "data"));
        return Directory.Exists(beside) ? beside : null;
    }
}

namespace MarlRec.Scoreboard;

/// <summary>Where a suite's tables are.</summary>
public sealed record ResultPaths(string Json, string Markdown)
{
    /// <summary>The files that were asked for, or the committed ones of the repository around <paramref name="currentFolder"/>, or files there.</summary>
    /// <exception cref="FormatException">Both would be one file.</exception>
    public static ResultPaths From(CommandLine line, string currentFolder)
    {
        var json = Path.GetFullPath(line.Json ?? Path.Combine(ResultsFolder(currentFolder), line.Suite + ".json"), currentFolder);
        var markdown = Path.GetFullPath(line.Markdown ?? Path.ChangeExtension(json, ".md"), currentFolder);
        return json == markdown ? throw new FormatException($"JSON and Markdown cannot both be {json}.") : new ResultPaths(json, markdown);
    }

    private static string ResultsFolder(string currentFolder)
    {
        for (var folder = new DirectoryInfo(currentFolder); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "MarlRec.sln"))) return Path.Combine(folder.FullName, "benchmarks", "results");
        return currentFolder;
    }
}

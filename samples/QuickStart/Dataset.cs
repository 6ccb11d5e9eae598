using MarlRec.Data;
using MarlRec.Data.Readers;

namespace QuickStart;

/// <summary>A real data set: what users did, and what is known of the items.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Log">The events.</param>
/// <param name="Catalogue">The items.</param>
public sealed record Dataset(string Name, InteractionLog Log, ItemCatalog Catalogue)
{
    /// <summary>Reads a folder: RecBole atomic files (<c>NAME.inter</c>, <c>NAME.item</c>) or item titles with histories and next items (<c>games</c>).</summary>
    public static Dataset Read(string directory)
    {
        if (!Directory.Exists(directory)) throw new DirectoryNotFoundException($"There is no folder \"{directory}\".");
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        var histories = Directory.GetFiles(directory, "*.test.inter").Order(StringComparer.Ordinal).FirstOrDefault();
        if (histories is not null) return ReadHistories(name, directory, histories);
        var events = Path.Combine(directory, $"{name}.inter");
        if (!File.Exists(events)) throw new FileNotFoundException($"\"{directory}\" holds neither {name}.inter nor a *.test.inter.", events);
        var items = Path.Combine(directory, $"{name}.item");
        var catalogue = File.Exists(items) ? AtomicReader.ReadCatalog(items).Catalog : ItemCatalog.Empty;
        return new Dataset(name, AtomicReader.ReadInteractions(events).Log, catalogue);
    }

    private static Dataset ReadHistories(string name, string directory, string testFile)
    {
        var titles = Directory.GetFiles(directory, "*.item").Order(StringComparer.Ordinal).First();
        var catalogue = AtomicReader.ReadCatalog(titles).Catalog;
        var read = AtomicReader.ReadHistories(testFile, null, new ReadOptions { ItemIds = catalogue.Ids });
        var builder = new InteractionLog.Builder(read.Histories.UserIds, catalogue.Ids);
        foreach (var part in (InteractionLog[])[read.Histories, read.Targets])
            for (var row = 0; row < part.Count; row++) builder.AddIndexed(part.Users[row], part.Items[row], part.Kinds[row], part.Values[row], part.Timestamps[row]);
        return new Dataset(name, builder.Build(), catalogue);
    }
}

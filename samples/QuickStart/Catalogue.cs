using System.Globalization;
using MarlRec.Data;

namespace QuickStart;

/// <summary>One item of the embedded catalogue: what it is about, how good it is (0..1, known to the simulated users only), and its words.</summary>
public sealed record CatalogueItem(string Id, string Topic, double Quality, string Title, string Text);

/// <summary>
/// Reads <c>Catalogue.tsv</c>: 11 topics of 30 items. Titles and descriptions were written for this sample. Quality was drawn apart from the words: in each topic the 30 values
/// are spread evenly over [0.04, 0.98] and shuffled, so that no text tells how good an item is.
/// </summary>
public static class Catalogue
{
    public static IReadOnlyList<CatalogueItem> Load()
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream("Catalogue.tsv") ?? throw new InvalidOperationException("Catalogue.tsv is not embedded.");
        using var reader = new StreamReader(stream);
        return [.. Parse(reader)];
    }

    public static IEnumerable<CatalogueItem> Parse(TextReader reader)
    {
        var line = reader.ReadLine();
        for (var number = 2; (line = reader.ReadLine()) is not null; number++)
        {
            var fields = line.Split('\t');
            if (fields.Length != 5) throw new InvalidDataException($"Line {number} has {fields.Length} columns, but 5 were expected.");
            yield return new CatalogueItem(fields[0], fields[1], double.Parse(fields[2], CultureInfo.InvariantCulture), fields[3], fields[4]);
        }
    }

    /// <summary>The catalogue as the library sees it: title and description as text, the topic as an attribute, and nothing of the quality.</summary>
    public static ItemCatalog ToItemCatalog(IEnumerable<CatalogueItem> items) => new(items.Select(item => new CatalogItem
    {
        Id = item.Id,
        Text = $"{item.Title}. {item.Text}",
        Attributes = new Dictionary<string, IReadOnlyList<string>> { ["topic"] = [item.Topic], ["title"] = [item.Title] },
    }));
}

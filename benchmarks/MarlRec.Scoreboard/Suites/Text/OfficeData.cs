using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>Office products with texts, and who bought what after what (Amazon 2018, in the split of MiniOneRec: two later parts of the time line; the training part is not at hand).</summary>
internal sealed class OfficeData
{
    private OfficeData(Item[] items, Event[] earlier, Event[] later) => (Items, Earlier, Later) = (items, earlier, later);

    /// <summary>The products; ids are dense.</summary>
    internal IReadOnlyList<Item> Items { get; }

    /// <summary>The validation part.</summary>
    internal IReadOnlyList<Event> Earlier { get; }

    /// <summary>The test part.</summary>
    internal IReadOnlyList<Event> Later { get; }

    internal static OfficeData Read(string directory)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(directory, "Office_Products.item.json")));
        var items = document.RootElement.EnumerateObject()
            .Select(entry => (Id: int.Parse(entry.Name, CultureInfo.InvariantCulture), Title: Text(entry.Value, "title"), Description: Text(entry.Value, "description")))
            .OrderBy(item => item.Id)
            .Select(item => new Item(item.Title, item.Description))
            .ToArray();
        return new OfficeData(items, Events("valid"), Events("test"));

        Event[] Events(string part) => [.. File.ReadLines(Path.Combine(directory, $"Office_Products.{part}.csv")).Skip(1).Select(line => Fields(line))
            .Select(fields => new Event(fields[0], Ids(fields[3]), int.Parse(fields[4], CultureInfo.InvariantCulture)))];
    }

    /// <summary>What each user bought in the order of time: what the first event of theirs remembers, then every target.</summary>
    internal static OrderedDictionary<string, int[]> Histories(IEnumerable<Event> events) => new(
        events.GroupBy(e => e.User, StringComparer.Ordinal).Select(own => KeyValuePair.Create(own.Key, (int[])[.. own.First().History, .. own.Select(e => e.Target)])),
        StringComparer.Ordinal);

    private static string Text(JsonElement item, string name) => WebUtility.HtmlDecode(item.GetProperty(name).ToString());

    private static int[] Ids(string list) => Array.ConvertAll(list.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), id => int.Parse(id, CultureInfo.InvariantCulture));

    // No field of these files goes over several lines.
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var character in line)
        {
            if (character == '"') quoted = !quoted;
            else if (character != ',' || quoted) field.Append(character);
            else
            {
                fields.Add(field.ToString());
                field.Clear();
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    internal sealed record Item(string Title, string Description);

    /// <summary>What somebody bought, and what came next. A user's events follow each other, in the order of time.</summary>
    internal sealed record Event(string User, int[] History, int Target);
}

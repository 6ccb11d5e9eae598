using System.IO.Compression;
using System.Text;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// Unicode's four normal forms (UAX 15) from a table of our own, because <c>string.Normalize</c> changes nothing on a host without globalization data. Lone surrogates become
/// U+FFFD. Linear time but for sorting long runs of marks.
/// </summary>
internal static partial class NormalForms
{
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7, Leads = 19, Vowels = 21, Trails = 28;

    private static readonly Lazy<Tables> Data = new(Unpack);

    internal static string Normalize(string text, bool compatible, bool compose)
    {
        if (Ascii.IsValid(text)) return text;
        var tables = Data.Value;
        var points = new List<int>(text.Length + 16);
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, compatible, points, tables);
        Order(points, tables);
        if (compose) Compose(points, tables);
        var result = new StringBuilder(points.Count);
        Span<char> units = stackalloc char[2];
        foreach (var point in points) result.Append(units[..new Rune(point).EncodeToUtf16(units)]);
        return result.ToString();
    }

    private static void Decompose(int point, bool compatible, List<int> output, Tables tables)
    {
        var syllable = point - HangulBase;
        if (point < 0xA0)
        {
            output.Add(point);
        }
        else if (syllable is >= 0 and < Leads * Vowels * Trails)
        {
            output.Add(LeadBase + (syllable / (Vowels * Trails)));
            output.Add(VowelBase + (syllable % (Vowels * Trails) / Trails));
            if (syllable % Trails != 0) output.Add(TrailBase + (syllable % Trails));
        }
        else if (tables.Decompositions.TryGetValue(point, out var parts) && (compatible || !parts.Compatible))
        {
            foreach (var part in parts.Points) Decompose(part, compatible, output, tables);
        }
        else
        {
            output.Add(point);
        }
    }

    private static void Order(List<int> points, Tables tables)
    {
        for (var start = 0; start < points.Count; start++)
        {
            if (tables.OrderOf(points[start]) == 0) continue;
            var end = start + 1;
            while (end < points.Count && tables.OrderOf(points[end]) != 0) end++;
            if (end - start > 1)
            {
                // LINQ's sort is stable, as the canonical order must be.
                var run = points.GetRange(start, end - start).OrderBy(tables.OrderOf).ToArray();
                for (var i = 0; i < run.Length; i++) points[start + i] = run[i];
            }

            start = end;
        }
    }

    private static void Compose(List<int> points, Tables tables)
    {
        var starter = -1;
        var lastOrder = -1;
        var written = 0;
        for (var read = 0; read < points.Count; read++)
        {
            var point = points[read];
            var order = tables.OrderOf(point);
            // A mark is blocked when one of its order or higher, or another starter, stands between.
            if (starter >= 0 && (lastOrder < order || lastOrder < 0) && Join(points[starter], point, tables) is var joined and > 0)
            {
                points[starter] = joined;
                continue;
            }

            if (order == 0)
            {
                starter = written;
                lastOrder = -1;
            }
            else
            {
                lastOrder = order;
            }

            points[written++] = point;
        }

        points.RemoveRange(written, points.Count - written);
    }

    private static int Join(int first, int second, Tables tables)
    {
        int lead = first - LeadBase, vowel = second - VowelBase, syllable = first - HangulBase, trail = second - TrailBase;
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels) return HangulBase + (((lead * Vowels) + vowel) * Trails);
        if (syllable is >= 0 and < Leads * Vowels * Trails && syllable % Trails == 0 && trail is > 0 and < Trails) return first + trail;
        return tables.Compositions.GetValueOrDefault(((long)first << 32) | (uint)second);
    }

    private static Tables Unpack()
    {
        using var packed = new ZLibStream(new MemoryStream(Convert.FromBase64String(Packed)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        bytes.Position = 0;
        var tables = new Tables();
        int point = 0, target = 0;
        for (var left = Number(bytes); left > 0; left--)
        {
            var head = Number(bytes);
            point += head >> 2;
            var parts = new int[Number(bytes)];
            for (var i = 0; i < parts.Length; i++)
            {
                var step = Number(bytes);
                parts[i] = target += (step & 1) == 0 ? step >> 1 : -(step >> 1);
            }

            tables.Decompositions.Add(point, (parts, (head & 1) != 0));
            if ((head & 2) != 0) tables.Compositions.Add(((long)parts[0] << 32) | (uint)parts[1], point);
        }

        point = 0;
        for (var left = Number(bytes); left > 0; left--)
        {
            point += Number(bytes);
            var length = Number(bytes);
            var order = (byte)Number(bytes);
            for (var i = 0; i < length; i++) tables.Orders.Add(point + i, order);
        }

        return tables;
    }

    private static int Number(MemoryStream bytes)
    {
        for (int value = 0, shift = 0; ; shift += 7)
        {
            var next = bytes.ReadByte();
            value |= (next & 127) << shift;
            if (next < 128) return value;
        }
    }

    private sealed class Tables
    {
        internal Dictionary<int, (int[] Points, bool Compatible)> Decompositions { get; } = [];

        internal Dictionary<long, int> Compositions { get; } = [];

        internal Dictionary<int, byte> Orders { get; } = [];

        internal int OrderOf(int point) => point < 0x300 ? 0 : Orders.GetValueOrDefault(point);
    }
}

using System.Globalization;
using System.Text;
using MarlRec.Execution;

namespace MarlRec.Text.Vocabularies;

/// <summary>Texts for the tests of vocabularies.</summary>
internal static class RandomText
{
    internal static string Points(string hexadecimal) =>
        string.Concat(hexadecimal.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(point => new Rune(int.Parse(point, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));

    /// <summary>Well-formed text from several scripts, with spaces, punctuation and emoji.</summary>
    internal static string Next(RandomStream random, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            var point = random.Next(6) switch
            {
                0 => ' ',
                1 => 0xA1 + random.Next(0x500),
                2 => 0x3000 + random.Next(0x6000),
                3 => 0x10000 + random.Next(0x10000),
                4 => '!' + random.Next(14),
                _ => 'a' + random.Next(26),
            };
            text.Append(new Rune(point));
        }

        return text.ToString();
    }

    /// <summary>Words over a few letters, so that pairs repeat and tie.</summary>
    internal static string[] Corpus(RandomStream random, int texts) =>
        [.. Enumerable.Range(0, texts).Select(_ => string.Join(' ', Enumerable.Range(0, 6).Select(_ =>
            string.Concat(Enumerable.Range(0, 1 + random.Next(6)).Select(_ => "abcé漢".EnumerateRunes().ElementAt(random.Next(5)).ToString())))))];

    internal static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    internal static MemoryStream Saved(Action<Stream> save)
    {
        var stream = new MemoryStream();
        save(stream);
        stream.Position = 0;
        return stream;
    }
}

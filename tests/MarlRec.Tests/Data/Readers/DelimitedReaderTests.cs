using FsCheck.Xunit;
using MarlRec.Data.Readers;

namespace MarlRec.Tests.Data.Readers;

public class DelimitedReaderTests
{
    /// <summary>Hands out a few characters at a time, so that every look ahead crosses a window at some point.</summary>
    internal sealed class SlowText(string text, int most) : TextReader
    {
        private int _next;

        public override int Read(Span<char> buffer)
        {
            var count = Math.Min(Math.Min(most, buffer.Length), text.Length - _next);
            text.AsSpan(_next, count).CopyTo(buffer);
            _next += count;
            return count;
        }
    }

    private static List<(long Line, string[]? Fields)> Read(string text, DelimitedFormat format, int most = int.MaxValue)
    {
        var reader = new DelimitedReader(new SlowText(text, most), format);
        var records = new List<(long, string[]?)>();
        while (reader.Read())
        {
            Assert.Equal(reader.Error is null, reader.FieldCount > 0);
            records.Add((reader.LineNumber, reader.Error is null ? Enumerable.Range(0, reader.FieldCount).Select(i => reader[i].ToString()).ToArray() : null));
        }

        return records;
    }

    private static string Written(string field, bool always) =>
        always || field.Length == 0 || field.AsSpan().IndexOfAny(",\"\r\n\uFEFF") >= 0 ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    [Property(MaxTest = 300)]
    public bool What_is_written_by_the_rules_is_read_back(string[][] raw, bool quoteAll, byte newline, byte step)
    {
        var records = raw.Select(record => record.Select(field => field ?? "").DefaultIfEmpty("").ToArray()).ToArray();
        var lineEnd = new[] { "\n", "\r\n", "\r" }[newline % 3];
        var text = string.Join(lineEnd, records.Select(record => string.Join(',', record.Select(field => Written(field, quoteAll)))));
        return Read(text, DelimitedFormat.Csv, step % 5 + 1).Select(record => record.Fields!).SequenceEqual(records, Comparer)
            && Read("\uFEFF" + text + lineEnd, DelimitedFormat.Csv).Select(record => record.Fields!).SequenceEqual(records, Comparer);
    }

    private static readonly EqualityComparer<string[]> Comparer = EqualityComparer<string[]>.Create((x, y) => x!.SequenceEqual(y!));

    // Fields are joined with | and records with /; # is a malformed record.
    [Theory]
    [InlineData("", "")]
    [InlineData("a,b\r\nc,d\r\n", "1:a|b/2:c|d")]
    [InlineData("\n\na\n\r\n\rb", "3:a/6:b")] // empty lines are skipped but counted
    [InlineData(",\n\"\",", "1:|/2:|")]
    [InlineData("a,\"b\r\nc\",d\ne", "1:a|b\r\nc|d/3:e")]
    [InlineData("\"a\"\"b\",\"\"\"\"", "1:a\"b|\"")]
    [InlineData("a\"b,c\"", "1:a\"b|c\"")]
    [InlineData("\"a\"b,c\nd", "1:#/2:d")]
    [InlineData("a,\"b\nc", "1:#")]
    [InlineData("\"a\" ,b\nc", "1:#/2:c")]
    [InlineData("x\n\"a\nb\"c\nd", "1:x/2:#/4:d")]
    public void Csv_by_example(string text, string expected)
    {
        for (var most = 1; most < 6; most++) Assert.Equal(expected, Shown(Read(text, DelimitedFormat.Csv, most)));
    }

    [Theory]
    [InlineData("1::2::3:4:::5\n::\n:", "1:1|2|3:4|:5/2:|/3::")]
    public void A_delimiter_may_have_two_characters(string text, string expected)
    {
        var format = new DelimitedFormat { Delimiter = "::", Quoted = false };
        for (var most = 1; most < 6; most++) Assert.Equal(expected, Shown(Read(text, format, most)));
    }

    [Fact]
    public void Without_quoting_a_quote_is_text_and_without_delimiter_a_line_is_a_field()
    {
        Assert.Equal("1:\"a|b\"\"|\"", Shown(Read("\"a\tb\"\"\t\"", DelimitedFormat.PlainTsv)));
        Assert.Equal("1:a b,c\td/2:e", Shown(Read("a b,c\td\ne", new DelimitedFormat { Delimiter = "", Quoted = false })));
    }

    [Fact]
    public void Lengths_over_the_limits_are_malformed_and_reading_goes_on()
    {
        var format = new DelimitedFormat { MaximumFieldLength = 4, MaximumRecordLength = 10 };
        Assert.Equal("1:abcd/2:#/3:#/4:abcd|abcd|ab/5:#/6:x", Shown(Read("abcd\nabcde\n\"abcde\"\nabcd,abcd,ab\nabcd,abcd,abc\nx", format)));
        var reader = new DelimitedReader(new StringReader("abcde"), format);
        Assert.True(reader.Read());
        Assert.Contains("longer than 4", reader.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_fields_cross_the_window()
    {
        var field = string.Concat(Enumerable.Range(0, 9000).Select(i => (i % 7 == 0 ? "\"\"" : "x,\n") + i));
        var records = Read($"\"{field}\",y\nz", DelimitedFormat.Csv);
        Assert.Equal(field.Replace("\"\"", "\"", StringComparison.Ordinal), records[0].Fields![0]);
        Assert.Equal("z", records[1].Fields![0]);
        Assert.Equal(field.Count(c => c == '\n') + 2, records[1].Line);
    }

    [Fact]
    public void Good_records_cost_no_allocation()
    {
        const int records = 20_000;
        var reader = new DelimitedReader(new StringReader(string.Concat(Enumerable.Repeat("12,\"a \"\"b\"\"\",3.5\r\n", records))), DelimitedFormat.Csv);
        Assert.True(reader.Read());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var characters = 0;
        while (reader.Read()) characters += reader[1].Length;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
        Assert.Equal(5 * (records - 1), characters);
    }

    [Fact]
    public void Bad_settings_are_named()
    {
        Assert.Throws<ArgumentNullException>(() => new DelimitedReader(null!, DelimitedFormat.Csv));
        Assert.Throws<ArgumentNullException>(() => new DelimitedReader(TextReader.Null, null!));
        foreach (var delimiter in new[] { "abc", "\n", "\"", "a\r", null })
            Assert.Equal("Delimiter", Assert.Throws<ArgumentException>(() => new DelimitedReader(TextReader.Null, new DelimitedFormat { Delimiter = delimiter! })).ParamName);
        Assert.Equal("MaximumFieldLength", Assert.Throws<ArgumentOutOfRangeException>(() => new DelimitedFormat { MaximumFieldLength = 0 }.Validate()).ParamName);
        Assert.Equal("MaximumRecordLength", Assert.Throws<ArgumentOutOfRangeException>(() => new DelimitedFormat { MaximumRecordLength = 0 }.Validate()).ParamName);
        var reader = new DelimitedReader(new StringReader("a"), DelimitedFormat.Csv);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader[0].ToString());
        Assert.True(reader.Read());
        Assert.Throws<ArgumentOutOfRangeException>(() => reader[1].ToString());
        Assert.False(reader.Read());
        Assert.Equal(0, reader.FieldCount);
    }

    private static string Shown(List<(long Line, string[]? Fields)> records) =>
        string.Join('/', records.Select(record => $"{record.Line}:{(record.Fields is null ? "#" : string.Join('|', record.Fields))}"));
}

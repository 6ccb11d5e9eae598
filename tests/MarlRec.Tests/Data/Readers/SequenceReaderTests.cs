using FsCheck.Xunit;
using MarlRec.Data;
using MarlRec.Data.Readers;

namespace MarlRec.Tests.Data.Readers;

public class SequenceReaderTests
{
    private static LogReadResult Parse(string text, SequenceFormat? format = null, ReadOptions? options = null) =>
        SequenceReader.Parse(new StringReader(text), "seq", format, options);

    private static string Shown(InteractionLog log) => string.Join('/', Enumerable.Range(0, log.UserCount).Select(user =>
        $"{log.UserIds[user]}:{string.Join(',', log.HistoryRows(user).ToArray().Select(row => $"{log[row].Item}@{log[row].Timestamp}"))}"));

    [Theory]
    [InlineData("u1 a b a\nu2 c", "u1:a@0,b@1,a@2/u2:c@0")]
    [InlineData("  u1\ta  b \r\n\r\nu2\r\nu1 c\n", "u1:a@0,b@1,c@2/u2:")] // runs of separators, a user without items, a user on two lines
    [InlineData("u1 a -1 b -1", "u1:a@0,b@2")]
    [InlineData("", "")]
    public void Lines_become_histories(string text, string expected) => Assert.Equal(expected, Shown(Parse(text).Log));

    [Fact]
    public void Unknown_markers_are_counted_with_their_line()
    {
        var (log, report) = Parse("u1 a -1\nu2 -1 -1 b");
        Assert.Equal((2, 3L, 2L, 2L), (log.Count, report.UnknownIds, report.Kept, report.Rows));
        Assert.Equal([1L, 2L, 2L], report.Issues.Select(issue => issue.LineNumber));
        Assert.False(log.ItemIds.Contains("-1"));
        Assert.Equal(1, Assert.Throws<DataFormatException>(() => Parse("u1 -1", null, new() { UnknownIds = UnknownIdPolicy.Reject })).LineNumber);
        Assert.Equal("u1:-1@0,0@1", Shown(Parse("u1 -1 0", new() { UnknownMarker = null }).Log));
        Assert.Equal("u1:-1@0", Shown(Parse("u1 -1 0", new() { UnknownMarker = "0" }).Log));
    }

    [Fact]
    public void The_format_is_obeyed()
    {
        var (log, _) = Parse("u 1;a;;b", new() { Separators = ";", Kind = EventKind.Purchase });
        Assert.Equal("u 1:a@0,b@1", Shown(log));
        Assert.All(log.Kinds.ToArray(), kind => Assert.Equal(EventKind.Purchase, kind));
    }

    [Fact]
    public void An_unknown_user_leaves_the_line_out()
    {
        var (log, report) = Parse("a x y\nb x", null, new() { UserIds = IdMap.From(["b"]).Freeze() });
        Assert.Equal("b:x@0", Shown(log));
        Assert.Equal(1, report.UnknownIds);
    }

    [Property(MaxTest = 100)]
    public bool Written_sequences_are_read_back(byte[][] raw)
    {
        var text = string.Join('\n', raw.Select((items, user) => string.Join(' ', (items ?? []).Select(item => item.ToString()).Prepend($"user{user}"))));
        var (log, report) = Parse(text);
        return report.IsClean && log.UserCount == raw.Length
            && raw.Select((items, user) => log.History(user).ToArray().Select(item => log.ItemIds[item]).SequenceEqual((items ?? []).Select(item => item.ToString()))).All(same => same);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("no id", Assert.Throws<DataFormatException>(() => Parse("a x\n  \t ")).Message, StringComparison.Ordinal);
        Assert.Equal(1, Parse("a x\n  \t ", null, ReadOptions.Lenient).Report.Malformed);
        Assert.Equal("Separators", Assert.Throws<ArgumentException>(() => Parse("", new() { Separators = "" })).ParamName);
        Assert.Equal("Separators", Assert.Throws<ArgumentException>(() => Parse("", new() { Separators = "\n" })).ParamName);
        Assert.Equal("UnknownMarker", Assert.Throws<ArgumentException>(() => Parse("", new() { UnknownMarker = "" })).ParamName);
        Assert.Equal("Kind", Assert.Throws<ArgumentOutOfRangeException>(() => Parse("", new() { Kind = (EventKind)99 })).ParamName);
        Assert.Throws<ArgumentNullException>(() => SequenceReader.Read(null!));
        Assert.Throws<ArgumentNullException>(() => SequenceReader.Parse(null!, "x"));
        Assert.Throws<OperationCanceledException>(() => SequenceReader.Parse(new StringReader("a x"), "x", null, null, new CancellationToken(true)));
    }
}

using MarlRec.Data;
using MarlRec.Data.Readers;

namespace MarlRec.Tests.Data.Readers;

public class MovieLensReaderTests
{
    private delegate LogReadResult Parse(string text, ReadOptions? options = null);

    private static readonly Dictionary<string, (Parse Parse, string Text)> Formats = new()
    {
        ["u.data"] = ((text, options) => MovieLensReader.ParseUData(new StringReader(text), "u.data", options), "1\t9\t3\t50\n2\t9\t4.5\t-7\n"),
        ["ratings.dat"] = ((text, options) => MovieLensReader.ParseRatingsDat(new StringReader(text), "ratings.dat", options), "1::9::3::50\r\n2::9::4.5::-7"),
        ["ratings.csv"] = ((text, options) => MovieLensReader.ParseRatingsCsv(new StringReader(text), "ratings.csv", options),
            "\uFEFFtimestamp,userId,tag,movieId,rating\n50,1,\"a,b\",\"9\",3\n-7,2,,9,4.5"),
    };

    [Theory]
    [InlineData("u.data")]
    [InlineData("ratings.dat")]
    [InlineData("ratings.csv")]
    public void The_same_events_come_from_every_format(string name)
    {
        var (log, report) = Formats[name].Parse(Formats[name].Text);
        Assert.Equal([new("1", "9", EventKind.Rating, 3, 50), new("2", "9", EventKind.Rating, 4.5f, -7)], Enumerable.Range(0, log.Count).Select(row => log[row]));
        Assert.True(report.IsClean);
        Assert.Equal((2, 2, name), (report.Rows, report.Kept, report.Source));
        Assert.True(log.UserIds.IsFrozen);
    }

    [Theory]
    [InlineData("2\t9\t4", "expected 4")]
    [InlineData("2\t9\t4\t1\t1", "expected 4")]
    [InlineData("2\t9\tfour\t1", "the rating is \"four\"")]
    [InlineData("2\t9\tNaN\t1", "the rating is \"NaN\"")]
    [InlineData("2\t9\t1e99\t1", "the rating is \"1e99\"")]
    [InlineData("2\t9\t4\t", "the timestamp is \"\"")]
    [InlineData("2\t9\t4\t9300000000000000000", "the timestamp")]
    [InlineData("\t9\t4\t1", "the user is empty")]
    [InlineData("2\t\t4\t1", "the item is empty")]
    [InlineData("2\t\uFFFD\t4\t1", "UTF-8")]
    public void A_malformed_line_throws_or_is_counted(string line, string expected)
    {
        var text = $"1\t9\t3\t50\n\n{line}\n3\t9\t3\t50";
        var thrown = Assert.Throws<DataFormatException>(() => Formats["u.data"].Parse(text));
        Assert.Equal(("u.data", 3L), (thrown.SourceName, thrown.LineNumber));
        Assert.Contains(expected, thrown.Problem, StringComparison.Ordinal);
        Assert.StartsWith("u.data, line 3: ", thrown.Message, StringComparison.Ordinal);

        var (log, report) = Formats["u.data"].Parse(text, ReadOptions.Lenient);
        Assert.Equal(["1", "3"], log.UserIds.Ids);
        Assert.Equal((2, 3L, 2L, 1L), (log.Count, report.Rows, report.Kept, report.Malformed));
        Assert.Equal(new ReadIssue(3, ReadIssueKind.Malformed, thrown.Problem), Assert.Single(report.Issues));
        Assert.False(report.IsClean);
        Assert.Equal("u.data: 3 rows, 2 kept, 0 duplicates, 0 unknown ids, 1 malformed", report.ToString());
    }

    [Fact]
    public void Duplicates_are_kept_dropped_or_rejected_and_counted()
    {
        const string text = "1\t9\t3\t50\n1\t9\t4\t50\n1\t9\t3\t51\n1\t9\t3\t50";
        var parse = Formats["u.data"].Parse;
        var (kept, keptReport) = parse(text);
        Assert.Equal((4, 2L), (kept.Count, keptReport.Duplicates));
        Assert.Equal([2L, 4L], keptReport.Issues.Select(issue => issue.LineNumber));
        Assert.Equal(ReadIssueKind.Duplicate, keptReport.Issues[0].Kind);

        var (dropped, droppedReport) = parse(text, new ReadOptions { Duplicates = DuplicatePolicy.Drop });
        Assert.Equal([3f, 3f], dropped.Values.ToArray());
        Assert.Equal(2, droppedReport.Duplicates);

        var reject = new ReadOptions { Duplicates = DuplicatePolicy.Reject };
        Assert.Equal(2, Assert.Throws<DataFormatException>(() => parse(text, reject)).LineNumber);
        Assert.Equal(2, parse(text, reject with { Mode = ReadMode.Lenient }).Report.Malformed);
    }

    [Fact]
    public void Frozen_maps_make_ids_unknown_and_growing_maps_are_shared()
    {
        const string text = "1\t9\t3\t50\n2\t9\t3\t50\n1\t8\t3\t50";
        var parse = Formats["u.data"].Parse;
        var frozen = new ReadOptions { UserIds = IdMap.From(["x", "1"]).Freeze(), ItemIds = IdMap.From(["9"]).Freeze() };
        var (log, report) = parse(text, frozen);
        Assert.Equal((1, 2L), (log.Count, report.UnknownIds));
        Assert.Equal([(2L, "the user \"2\" is not known"), (3L, "the item \"8\" is not known")], report.Issues.Select(issue => (issue.LineNumber, issue.Problem)));
        Assert.Equal(2, Assert.Throws<DataFormatException>(() => parse(text, frozen with { UnknownIds = UnknownIdPolicy.Reject })).LineNumber);

        var growing = new ReadOptions { UserIds = new IdMap(), ItemIds = new IdMap() };
        var (first, second) = (parse(text, growing).Log, parse("7\t8\t1\t1", growing).Log);
        Assert.Same(first.UserIds, second.UserIds);
        Assert.Equal((2, 1), (second.Users[0], second.Items[0]));
    }

    [Fact]
    public void Issues_are_described_up_to_the_limit_and_counted_beyond()
    {
        var (_, report) = Formats["u.data"].Parse(string.Join('\n', Enumerable.Repeat("bad", 50)), ReadOptions.Lenient with { MaximumIssues = 3 });
        Assert.Equal([1L, 2L, 3L], report.Issues.Select(issue => issue.LineNumber));
        Assert.Equal((50, 50), (report.Malformed, report.Rows));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("userId,movieId,rating\n", "no column \"timestamp\"")]
    [InlineData("\"userId\n", "not closed")]
    public void A_bad_header_throws_in_either_mode(string text, string expected)
    {
        foreach (var options in new[] { ReadOptions.Strict, ReadOptions.Lenient })
            Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Formats["ratings.csv"].Parse(text, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>(() => MovieLensReader.ReadUData(null!));
        Assert.Throws<ArgumentException>(() => MovieLensReader.ReadRatingsCsv(""));
        Assert.Throws<FileNotFoundException>(() => MovieLensReader.ReadRatingsDat(Path.Combine(AppContext.BaseDirectory, "no-such-file")));
        Assert.Throws<ArgumentNullException>(() => MovieLensReader.ParseUData(null!, "x"));
        Assert.Throws<ArgumentNullException>(() => MovieLensReader.ParseUData(TextReader.Null, null!));
        Assert.Throws<OperationCanceledException>(() => MovieLensReader.ParseUData(TextReader.Null, "x", null, new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => MovieLensReader.ParseRatingsCsv(TextReader.Null, "x", null, new CancellationToken(true)));
        foreach (var (options, name) in new (ReadOptions, string)[]
        {
            (new() { MaximumIssues = -1 }, "MaximumIssues"), (new() { Mode = (ReadMode)9 }, "Mode"), (new() { Duplicates = (DuplicatePolicy)9 }, "Duplicates"),
            (new() { UnknownIds = (UnknownIdPolicy)9 }, "UnknownIds"), (new() { MaximumFieldLength = 0 }, "MaximumFieldLength"),
            (new() { MaximumRecordLength = 0 }, "MaximumRecordLength"),
        })
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => MovieLensReader.ParseUData(TextReader.Null, "x", options)).ParamName);
        Assert.Contains("longer than 2", Assert.Throws<DataFormatException>(() => Formats["u.data"].Parse("123\t1\t1\t1", new() { MaximumFieldLength = 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_stops_when_cancelled_on_the_way()
    {
        using var cancellation = new CancellationTokenSource();
        var text = new CancellingText(cancellation);
        Assert.Throws<OperationCanceledException>(() => MovieLensReader.ParseUData(text, "endless", null, cancellation.Token));
    }

    /// <summary>Never ends; cancels after a while.</summary>
    private sealed class CancellingText(CancellationTokenSource cancellation) : TextReader
    {
        private int _reads;

        public override int Read(Span<char> buffer)
        {
            if (++_reads == 5000) cancellation.Cancel();
            const string line = "1\t9\t3\t50\n";
            line.CopyTo(buffer);
            return line.Length;
        }
    }
}

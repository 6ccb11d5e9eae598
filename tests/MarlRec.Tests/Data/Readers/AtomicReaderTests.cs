using MarlRec.Data;
using MarlRec.Data.Readers;
using MarlRec.Data.Splits;

namespace MarlRec.Tests.Data.Readers;

public class AtomicReaderTests
{
    private static StringReader Text(string text) => new(text);

    [Fact]
    public void Interactions_are_read_by_column_name()
    {
        var (log, report) = AtomicReader.ParseInteractions(
            Text("rating:float\titem_id:token\textra:float_seq\ttimestamp:float\tuser_id:token\n3\t\"i\t1 2\t8.5e2\tu\n4\tj\t\t-1.5\tu\n"), "x.inter");
        Assert.Equal([new("u", "\"i", EventKind.Rating, 3, 850), new("u", "j", EventKind.Rating, 4, -1)], Enumerable.Range(0, 2).Select(row => log[row]));
        Assert.True(report.IsClean);

        var plain = AtomicReader.ParseInteractions(Text("u:token\ti:token\na\tx\na\ty"), "x", new() { UserColumn = "u", ItemColumn = "i", Kind = EventKind.Purchase }).Log;
        Assert.Equal([new("a", "x", EventKind.Purchase), new("a", "y", EventKind.Purchase)], Enumerable.Range(0, 2).Select(row => plain[row]));

        var renamed = new AtomicFormat { RatingColumn = "stars", TimestampColumn = "when" };
        var other = AtomicReader.ParseInteractions(Text("user_id:token\titem_id:token\tstars:float\twhen:float\na\tx\t2\t7"), "x", renamed).Log;
        Assert.Equal(new("a", "x", EventKind.Rating, 2, 7), other[0]);
    }

    [Fact]
    public void Items_become_text_attributes_and_vectors()
    {
        const string text = "item_id:token\tdescription:token_seq\ttitle:token_seq\tgenre:token_seq\tprice:float\timage:float_seq\n"
            + "a\tlong and sad\tDune\tspace sand\t9.5\t1 2.5\nb\t\t\t\t\t\nc\t\tEmma\tlove\t3\t-1 0\n";
        var (catalog, report) = AtomicReader.ParseCatalog(Text(text), "x.item");
        Assert.Equal(["a", "b", "c"], catalog.Ids.Ids);
        Assert.Equal(["Dune\nlong and sad", "", "Emma"], catalog.Select(item => item.Text));
        Assert.Equal(["space", "sand"], catalog[0].Attributes["genre"]);
        Assert.Equal(["9.5"], catalog[0].Attributes["price"]);
        Assert.Equal([1f, 2.5f], catalog[0].Modalities["image"]);
        Assert.Equal(2, catalog[0].Attributes.Count);
        Assert.True(catalog[1].Attributes.Count == 0 && catalog[1].Modalities.Count == 0);
        Assert.Equal((3, 3), (report.Rows, report.Kept));
        var asAttributes = AtomicReader.ParseCatalog(Text(text), "x.item", new() { TextColumns = [] }).Catalog;
        Assert.Equal(["Dune"], asAttributes[0].Attributes["title"]);
    }

    [Fact]
    public void Users_become_profiles_and_ids_are_kept_once()
    {
        var (users, report) = AtomicReader.ParseUsers(Text("user_id:token\tage:token\nu1\t24\nu2\t\nu1\t99"), "x.user");
        Assert.Equal(["u1", "u2"], users.Select(user => user.Id));
        Assert.Equal(["24"], users[0].Attributes["age"]);
        Assert.Empty(users[1].Attributes);
        Assert.Equal((1, 2, 3), (report.Duplicates, report.Kept, report.Rows));
        Assert.Equal(4, Assert.Throws<DataFormatException>(() =>
            AtomicReader.ParseUsers(Text("user_id:token\tage:token\nu1\t24\nu2\t\nu1\t99"), "x", null, new() { Duplicates = DuplicatePolicy.Reject })).LineNumber);
    }

    [Fact]
    public void Histories_of_two_files_make_a_split()
    {
        const string header = "user_id:token\titem_id_list:token_seq\titem_id:token\n";
        var options = new ReadOptions { UserIds = new IdMap(), ItemIds = new IdMap() };
        var valid = AtomicReader.ParseHistories(Text(header + "u\ta b\tc\nv\t\tb\n"), "valid", null, options);
        var test = AtomicReader.ParseHistories(Text(header + "u\ta b c\td\nv\tb\ta\n"), "test", null, options);
        var split = new DataSplit(valid.Histories, valid.Targets, test.Targets);
        Assert.Equal([0, 1], split.Train.History(0).ToArray());
        Assert.True(split.Train.History(1).IsEmpty);
        Assert.Equal([2, 1], split.Validation.Items.ToArray());
        Assert.Equal([2L, 0L], split.Validation.Timestamps.ToArray());
        Assert.Equal([3, 0], split.Test.Items.ToArray());
        Assert.Equal([3L, 1L], split.Test.Timestamps.ToArray());
        Assert.Equal((2, 4), (valid.Report.Rows, valid.Report.Kept));
        Assert.Equal(["a", "b", "c", "d"], split.Train.ItemIds.Ids);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("user_id\titem_id:token\n", "not name:type")]
    [InlineData(":token\titem_id:token\n", "not name:type")]
    [InlineData("user_id:tokens\titem_id:token\n", "unknown type")]
    [InlineData("user_id:token\tuser_id:token\n", "there twice")]
    [InlineData("user_id:token\titem:token\n", "no column \"item_id\"")]
    [InlineData("user_id:float\titem_id:token\n", "expected Token")]
    public void A_bad_header_throws_in_either_mode(string header, string expected)
    {
        foreach (var options in new[] { ReadOptions.Strict, ReadOptions.Lenient })
            Assert.Contains(expected, Assert.Throws<DataFormatException>(() => AtomicReader.ParseInteractions(Text(header), "x", null, options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b", "expected 3")]
    [InlineData("b\tcheap\t1 2", "the price is \"cheap\"")]
    [InlineData("b\t1\t1 NaN", "the image holds \"NaN\"")]
    [InlineData("b\t1\t1 2 3", "expected 2")]
    [InlineData("\t1\t1 2", "the item is empty")]
    public void A_malformed_item_throws_or_is_counted(string line, string expected)
    {
        var text = $"item_id:token\tprice:float\timage:float_seq\na\t1\t1 2\n{line}\nc\t2\t0 1";
        var thrown = Assert.Throws<DataFormatException>(() => AtomicReader.ParseCatalog(Text(text), "x.item"));
        Assert.Equal(3, thrown.LineNumber);
        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
        var (catalog, report) = AtomicReader.ParseCatalog(Text(text), "x.item", null, ReadOptions.Lenient);
        Assert.Equal((2, 1), (catalog.Count, report.Malformed));
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>(() => AtomicReader.ReadInteractions(null!));
        Assert.Throws<ArgumentException>(() => AtomicReader.ReadCatalog(""));
        Assert.Throws<FileNotFoundException>(() => AtomicReader.ReadUsers(Path.Combine(AppContext.BaseDirectory, "no-such-file")));
        Assert.Throws<ArgumentNullException>(() => AtomicReader.ParseHistories(null!, "x"));
        Assert.Throws<OperationCanceledException>(() => AtomicReader.ParseCatalog(Text("item_id:token\na"), "x", null, null, new CancellationToken(true)));
        foreach (var format in new AtomicFormat[] { new() { UserColumn = "" }, new() { TextColumns = null! }, new() { TextColumns = [""] }, new() { Kind = (EventKind)77 }, new() { HistoryColumn = "" } })
            Assert.ThrowsAny<ArgumentException>(() => AtomicReader.ParseInteractions(Text("user_id:token\titem_id:token"), "x", format));
    }
}

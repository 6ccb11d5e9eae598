using MarlRec.Data;
using MarlRec.Data.Readers;
using MarlRec.Data.Splits;

namespace MarlRec.Tests.Data.Readers;

public class RealDataTests
{
    [Fact]
    public void MovieLens_100k()
    {
        var (log, report) = AtomicReader.ReadInteractions(TestData.Require("ml-100k/ml-100k.inter"));
        Assert.True(report.IsClean);
        Assert.Equal((100_000, 943, 1_682), (log.Count, log.UserCount, log.ItemCount));
        Assert.Equal(new("196", "242", EventKind.Rating, 3, 881250949), log[0]);
        var (catalog, items) = AtomicReader.ReadCatalog(TestData.Require("ml-100k/ml-100k.item"));
        Assert.True(items.IsClean);
        Assert.Equal((1_682, "Toy Story"), (catalog.Count, catalog[0].Text));
        Assert.Equal(["Animation", "Children's", "Comedy"], catalog[0].Attributes["class"]);
        Assert.Equal(943, AtomicReader.ReadUsers(TestData.Require("ml-100k/ml-100k.user")).Users.Count);
        var split = LeaveLastOut.Split(log);
        Assert.Equal((98_114, 943, 943), (split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void MovieLens_1m_sequences_with_unknown_items()
    {
        var (log, report) = SequenceReader.Read(TestData.Require("ml-1m-sas/sequences_sas_ids.txt"));
        Assert.Equal((999_011, 6_040, 3_416), (log.Count, log.UserCount, log.ItemCount));
        Assert.Equal((600L, 0L, 100), (report.UnknownIds, report.Malformed, report.Issues.Count));
    }

    [Fact]
    public void Amazon_Beauty_sequences()
    {
        var (log, report) = SequenceReader.Read(TestData.Require("amazon-beauty/Beauty.txt"));
        Assert.True(report.IsClean);
        Assert.Equal((198_502, 22_363, 12_101), (log.Count, log.UserCount, log.ItemCount));
    }

    [Fact]
    public void Gowalla_shares_its_maps_between_train_and_test()
    {
        var options = new ReadOptions { UserIds = new IdMap(), ItemIds = new IdMap() };
        var train = SequenceReader.Read(TestData.Require("gowalla/train.txt"), null, options).Log;
        var (test, report) = SequenceReader.Read(TestData.Require("gowalla/test.txt"), null, options with { UserIds = train.UserIds.Freeze(), ItemIds = train.ItemIds.Freeze() });
        Assert.True(report.IsClean);
        Assert.Equal((810_128, 217_242, 29_858, 40_981), (train.Count, test.Count, train.UserCount, train.ItemCount));
        Assert.Equal(train.Count, new DataSplit(train, test.Select([]), test).Train.Count);
    }

    [Fact]
    public void Games_as_a_split_with_titles()
    {
        var (catalog, items) = AtomicReader.ReadCatalog(TestData.Require("games/Games-6k.item"));
        Assert.True(items.IsClean);
        Assert.Equal((16_859, "Fire Emblem: The Sacred Stones"), (catalog.Count, catalog[0].Text));
        var options = new ReadOptions { UserIds = new IdMap(), ItemIds = catalog.Ids };
        var valid = AtomicReader.ReadHistories(TestData.Require("games/Games-6k.valid.inter"), null, options);
        var test = AtomicReader.ReadHistories(TestData.Require("games/Games-6k.test.inter"), null, options);
        Assert.True(valid.Report.IsClean && test.Report.IsClean);
        var split = new DataSplit(valid.Histories, valid.Targets, test.Targets);
        Assert.Equal((50_546, 50_546, 50_546), (split.Train.UserCount, split.Validation.Count, split.Test.Count));
        Assert.Equal(440_264, split.Train.Count + split.Validation.Count + split.Test.Count);
        for (var user = 0; user < split.Train.UserCount; user++)
            Assert.True(test.Histories.History(user).SequenceEqual([.. split.Train.History(user), .. split.Validation.History(user)]));
        var lists = SequenceReader.Read(TestData.Require("games/Games.random"), null, options).Log;
        Assert.Equal(200 * 100, lists.Count);
    }

    [Fact]
    public void Quoted_csv_with_embedded_lists()
    {
        using var text = new StreamReader(TestData.Require("office-text/Office_Products.test.csv"));
        var reader = new DelimitedReader(text, DelimitedFormat.Csv);
        var records = 0;
        while (reader.Read())
        {
            Assert.Null(reader.Error);
            Assert.Equal(7, reader.FieldCount);
            records++;
        }

        Assert.Equal(File.ReadLines(TestData.Require("office-text/Office_Products.test.csv")).Count(), records);
    }
}

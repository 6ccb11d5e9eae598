using MarlRec.Text;
using QuickStart;

namespace MarlRec.Samples;

/// <summary>The embedded catalogue is input to the main job, so what that job rests on is tested here.</summary>
public sealed class CatalogueTests
{
    private static readonly CatalogueItem[] s_items = Read();

    [Fact]
    public void Every_topic_has_thirty_distinct_items_over_the_full_range_of_quality()
    {
        Assert.Equal(330, s_items.Length);
        Assert.Equal(330, Catalogue.ToItemCatalog(s_items).Count);
        Assert.Distinct(s_items.Select(item => item.Title));
        foreach (var topic in s_items.GroupBy(item => item.Topic))
        {
            Assert.Equal(30, topic.Count());
            Assert.InRange(topic.Min(item => item.Quality), 0, 0.1);
            Assert.InRange(topic.Max(item => item.Quality), 0.9, 1);
            Assert.InRange(topic.Average(item => item.Quality), 0.48, 0.54);
        }
    }

    [Fact]
    public void Words_carry_the_topic_so_that_an_encoder_can_generalise()
    {
        var vectors = TfIdf([.. s_items.Select(item => item.Title + ". " + item.Text)]);
        var right = Enumerable.Range(0, s_items.Length).Count(i => Nearest(vectors, vectors[i], except: i) == s_items[i].Topic);
        Assert.InRange(right, 0.7 * s_items.Length, s_items.Length);
    }

    [Theory]
    [InlineData("I like to read books", "reading")]
    [InlineData("I enjoy watching movies at the cinema", "films")]
    [InlineData("I love football and running", "sports")]
    [InlineData("I like growing vegetables in my garden", "gardening")]
    [InlineData("I play guitar and sing", "music")]
    public void A_wish_in_plain_words_is_nearest_to_its_topic(string wish, string topic)
    {
        var vectors = TfIdf([.. s_items.Select(item => item.Title + ". " + item.Text), wish]);
        Assert.Equal(topic, Nearest(vectors[..^1], vectors[^1], except: -1));
    }

    private static CatalogueItem[] Read()
    {
        using var reader = new StreamReader(RepositoryFiles.At("samples/QuickStart/Catalogue.tsv"));
        return [.. Catalogue.Parse(reader)];
    }

    private static string Nearest(Dictionary<int, double>[] vectors, Dictionary<int, double> query, int except) => Enumerable.Range(0, vectors.Length)
        .Where(i => i != except)
        .Select(i => (Cosine: query.Sum(word => word.Value * vectors[i].GetValueOrDefault(word.Key)), s_items[i].Topic))
        .OrderByDescending(pair => pair.Cosine)
        .Take(10)
        .GroupBy(pair => pair.Topic)
        .MaxBy(group => group.Sum(pair => pair.Cosine))!.Key;

    private static Dictionary<int, double>[] TfIdf(string[] texts)
    {
        var pipeline = TextPipeline.Build(texts);
        var documents = texts.Select(text => pipeline.Encode(text).Distinct().ToArray()).ToArray();
        var frequency = documents.SelectMany(ids => ids).CountBy(id => id).ToDictionary();
        return [.. documents.Select(ids =>
        {
            var weights = ids.ToDictionary(id => id, id => Math.Log((double)texts.Length / frequency[id]));
            var norm = Math.Sqrt(weights.Values.Sum(weight => weight * weight));
            return weights.ToDictionary(pair => pair.Key, pair => pair.Value / norm);
        })];
    }
}

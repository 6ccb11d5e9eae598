using System.Text;
using FsCheck.Xunit;

namespace MarlRec.Text;

public sealed class TextPipelineTests
{
    private static readonly string[] s_article = ["I like to read books", "I enjoy reading novels", "I like to read books"];

    [Fact]
    public void The_articles_example_goes_from_texts_to_a_padded_batch()
    {
        var pipeline = TextPipeline.Build(s_article, new TextPipelineOptions { SequenceLength = 5 });

        Assert.Equal([["like", "read", "books"], ["enjoy", "reading", "novels"]], pipeline.TokenizeDistinct(s_article));
        Assert.Equal(new TextReport { Texts = 3, DuplicateTexts = 1, Words = 6, DistinctWords = 6 }, pipeline.Report);
        Assert.Equal(["[PAD]", "[UNK]", "books", "enjoy", "like", "novels", "read", "reading"], pipeline.Vocabulary.Words);
        var batch = pipeline.EncodeBatch([.. s_article, "I LIKE music!"]);
        Assert.Equal((4, 5), (batch.Batch, batch.Time));
        Assert.Equal([4, 6, 2, 0, 0, 3, 7, 5, 0, 0, 4, 6, 2, 0, 0, 4, 1, 0, 0, 0], batch.Ids);
        Assert.Equal([3, 3, 3, 2], batch.Lengths);
    }

    [Fact]
    public void Deduplication_compares_words_not_strings_and_only_touches_training()
    {
        string[] texts = ["Books, books!", "the BOOKS of books", "books", "?!"];
        var pipeline = TextPipeline.Build(texts);
        Assert.Equal(new TextReport { Texts = 4, EmptyTexts = 1, DuplicateTexts = 1, Words = 3, DistinctWords = 1 }, pipeline.Report);
        Assert.Equal([2, 2, 1, 0], pipeline.EncodeBatch(texts).Lengths);
        Assert.Equal(5, TextPipeline.Build(texts, new TextPipelineOptions { Deduplicate = false }).Report.Words);
    }

    [Theory]
    [InlineData(Truncation.KeepStart, new[] { 2, 3 })]
    [InlineData(Truncation.KeepEnd, new[] { 3, 4 })]
    public void Long_texts_are_cut_at_the_chosen_end(Truncation truncation, int[] expected)
    {
        var options = new TextPipelineOptions { SequenceLength = 2, Truncation = truncation };
        Assert.Equal(expected, new TextPipeline(Vocabulary.FromWords(["red", "green", "blue"]), options).Encode("the red and the green and the blue"));
    }

    [Fact]
    public void Batches_are_as_wide_as_the_padding_option_says()
    {
        var options = new TextPipelineOptions { SequenceLength = 9, Padding = Padding.ToLongest };
        var pipeline = TextPipeline.Build(s_article, options);
        Assert.Equal(3, pipeline.EncodeBatch(s_article).Time);
        Assert.Equal(1, pipeline.EncodeBatch([""]).Time);
        Assert.Equal(0, pipeline.EncodeBatch([]).Batch);
    }

    [Fact]
    public void Every_option_changes_something()
    {
        string[] texts = ["Visit www.example.org Today", "rare rare word", "rare rare word"];
        string Words(TextPipelineOptions options) => string.Join(' ', TextPipeline.Build(texts, options).Vocabulary.Words.Skip(2));
        Assert.Equal("rare today visit word", Words(new()));
        Assert.Equal("rare Today Visit word", Words(new() { LowerCase = false }));
        Assert.Equal("rare example org today visit word www", Words(new() { RemoveAddresses = false }));
        Assert.Equal("rare visit word", Words(new() { Stopwords = StopwordList.English.With("Today") }));
        Assert.Equal("rare word today visit", Words(new() { Deduplicate = false }));
        Assert.Equal("rare", Words(new() { MinimumCount = 2 }));
        Assert.Equal("rare today", Words(new() { MaximumVocabulary = 4 }));
    }

    [Property(MaxTest = 200)]
    public void Any_text_gives_valid_ids_that_agree_with_the_tokenizer(string[] training, string text, byte length, bool keepEnd)
    {
        var options = new TextPipelineOptions { SequenceLength = 1 + (length % 8), Truncation = keepEnd ? Truncation.KeepEnd : Truncation.KeepStart };
        var pipeline = TextPipeline.Build(training.OfType<string>(), options);
        var ids = pipeline.Encode(text ?? "");

        Assert.True(ids.Length <= options.SequenceLength);
        Assert.All(ids, id => Assert.InRange(id, 1, pipeline.Vocabulary.Count - 1));
        Assert.Equal(ids, pipeline.Encode(string.Concat(text ?? "")));
        var all = pipeline.Tokenizer.EncodeToIds(text ?? "");
        Assert.Equal(keepEnd ? all.TakeLast(options.SequenceLength) : all.Take(options.SequenceLength), ids);
        Assert.Equal(pipeline.Tokenize(text ?? "").Count, all.Count);
    }

    [Property(MaxTest = 100)]
    public void Order_and_repeats_of_training_texts_do_not_matter(string[] training, int rotation)
    {
        var texts = training.OfType<string>().Append("some known words").ToArray();
        var shift = (int)((uint)rotation % (uint)texts.Length);
        var other = texts[shift..].Concat(texts[..shift]).Concat(texts.Take(shift)).Reverse();
        Assert.Equal(TextPipeline.Build(texts).Vocabulary.Words, TextPipeline.Build(other).Vocabulary.Words);
    }

    [Property(MaxTest = 100)]
    public void Saved_and_loaded_is_the_same_pipeline(string[] training, string text)
    {
        var options = new TextPipelineOptions
        {
            LowerCase = false, RemoveAddresses = false, Deduplicate = false, MinimumCount = 2, MaximumVocabulary = 7, SequenceLength = 3,
            Truncation = Truncation.KeepEnd, Padding = Padding.ToLongest, Stopwords = StopwordList.Create(["é", "der"]),
        };
        var pipeline = TextPipeline.Build(training.OfType<string>().SelectMany(t => new[] { t, t }), options);
        var saved = Save(pipeline);
        var loaded = TextPipeline.Load(new MemoryStream(saved));
        Assert.Equal(options, loaded.Options);
        Assert.Equal(pipeline.Report, loaded.Report);
        Assert.Equal(pipeline.Encode(text ?? ""), loaded.Encode(text ?? ""));
        Assert.Equal(saved, Save(loaded));
    }

    [Fact]
    public void Damaged_files_are_refused_with_the_documented_exception()
    {
        var good = Encoding.UTF8.GetString(Save(TextPipeline.Build(s_article)));
        var bad = new List<string> { "", "[]", "null", "{}", good + "x" };
        for (var cut = 0; cut < good.Length - 2; cut += 37) bad.Add(good[..cut]);
        (string, string)[] changes =
        [
            ("\"version\": 3", "\"version\": 4"), ("\"version\": 3", "\"version\": 2"), ("marlrec.text", "other"), ("true", "1"), ("\"padding\": 0", "\"padding\": 7"), ("\"truncation\": 0", "\"truncation\": 1.5"),
            ("\"sequenceLength\": 100", "\"sequenceLength\": 0"), ("\"enjoy\"", "\"like\""), ("\"enjoy\"", "\"\\ud800\""), ("\"enjoy\"", "\"two words\""),
            ("[UNK]", "[unk]"), ("\"texts\": 3,", ""), ("\"texts\": 3,", "\"texts\": 3, \"more\": 1,"), ("\"texts\": 3,", "\"texts\": 3, \"texts\": 3,"), ("\"enjoy\"", "null"),
            ("\"stemming\": 0", "\"stemming\": 2"), ("\"words\"", "\"MarlRec.Text.WordPreTokenizer\""), ("\"words\"", "0"), ("\"character\"", "\"bigram\""), ("\"character\"", "\"word\""),
        ];
        foreach (var (from, to) in changes)
        {
            Assert.Contains(from, good, StringComparison.Ordinal);
            bad.Add(good.Replace(from, to, StringComparison.Ordinal));
        }

        foreach (var text in bad) Assert.Throws<InvalidDataException>(() => TextPipeline.Load(new MemoryStream(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var pipeline = TextPipeline.Build(s_article);
        Assert.Throws<ArgumentNullException>("texts", () => TextPipeline.Build(null!));
        Assert.Throws<ArgumentNullException>("texts", () => TextPipeline.Build(["a", null!]));
        Assert.Throws<ArgumentNullException>("text", () => pipeline.Encode(null!));
        Assert.Throws<ArgumentNullException>("text", () => pipeline.Tokenize(null!));
        Assert.Throws<ArgumentNullException>("texts", () => pipeline.EncodeBatch(null!));
        Assert.Throws<ArgumentNullException>("texts", () => pipeline.EncodeBatch(["a", null!]));
        Assert.Throws<ArgumentNullException>("text", () => pipeline.TokenizeDistinct([null!]));
        Assert.Throws<ArgumentException>("destination", () => pipeline.Encode("a", new int[99]));
        Assert.Throws<ArgumentNullException>("stream", () => pipeline.Save(null!));
        Assert.Throws<ArgumentNullException>("stream", () => TextPipeline.Load(null!));
        Assert.Throws<ArgumentNullException>("vocabulary", () => new TextPipeline(null!));
        Assert.Throws<OperationCanceledException>(() => TextPipeline.Build(s_article, null, new CancellationToken(true)));
        Assert.Throws<ArgumentOutOfRangeException>("SequenceLength", () => TextPipeline.Build([], new TextPipelineOptions { SequenceLength = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaximumVocabulary", () => new TextPipelineOptions { MaximumVocabulary = 2 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("MinimumCount", () => new TextPipelineOptions { MinimumCount = 0 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("Truncation", () => new TextPipelineOptions { Truncation = (Truncation)2 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("Padding", () => new TextPipelineOptions { Padding = (Padding)(-1) }.Validate());
        Assert.Throws<ArgumentNullException>("Stopwords", () => new TextPipelineOptions { Stopwords = null! }.Validate());
    }

    [Fact]
    public void Empty_hostile_and_huge_texts_are_encoded()
    {
        Assert.Equal(2, TextPipeline.Build([]).Vocabulary.Count);
        var pipeline = TextPipeline.Build(["café 世界 zebra", new string('x', 500)]);
        Assert.Equal(["café", "zebra", "世", "界"], pipeline.Vocabulary.Words.Skip(2));
        Assert.Equal([1, 3, 1], pipeline.Encode("bad\ud800zebra\udc00surrogates"));
        Assert.Empty(pipeline.Encode("\0\ud83d\ude00 the I"));
        var huge = string.Concat(Enumerable.Repeat("ZEBRA, the ", 200_000));
        Assert.Equal(Enumerable.Repeat(3, 100), pipeline.Encode(huge));
        Assert.Equal([1], pipeline.Encode(new string('x', 3_000_000)));
    }

    [Fact]
    public void Case_is_nobodys_culture() =>
        Assert.Equal("title iiı i 3,5", string.Join(' ', TextPipeline.Build([], new() { Stopwords = StopwordList.None }).Tokenize("TITLE İIı I 3,5")));

    [Fact]
    public void Many_threads_get_the_same_ids()
    {
        var pipeline = TextPipeline.Build(s_article);
        var expected = pipeline.Encode(s_article[0]);
        Parallel.For(0, 2_000, _ => Assert.Equal(expected, pipeline.Encode(s_article[0])));
    }

    private static byte[] Save(TextPipeline pipeline)
    {
        var stream = new MemoryStream();
        pipeline.Save(stream);
        return stream.ToArray();
    }
}

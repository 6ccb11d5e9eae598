using System.Text;
using FsCheck.Xunit;

namespace MarlRec.Text;

public sealed class EnglishStemmerTests
{
    [Fact]
    public void Stems_are_those_of_snowballs_library_and_of_nltk()
    {
        var lines = File.ReadLines(RepositoryFiles.At("tests/Fixtures/nltk_stems.txt")).Skip(1).Select(line => line.Split(' ')).ToArray();
        Assert.InRange(lines.Length, 5_000, 20_000);
        Assert.Empty(lines.Where(line => EnglishStemmer.Stem(line[0]) != line[1]).Select(line => $"{line[0]} {EnglishStemmer.Stem(line[0])}, not {line[1]}"));

        // NLTK loses track of the second region where -ization or -izer began before it, and compares the exceptions before a possessive is gone.
        Assert.All(lines.Where(line => line.Length == 3), line => Assert.Matches("iz(er|ation)$|^succeed.*'", line[0]));
    }

    // Examples of the published description and of its exceptions, in the forms in which a user writes them.
    [Theory]
    [InlineData("Consistency", "consist")]
    [InlineData("KNIGHTLY", "knight")]
    [InlineData("reader’s", "reader")]
    [InlineData("'tis", "tis")]
    [InlineData("herring's", "herring")]
    [InlineData("SAYINGS", "say")]
    [InlineData("youth", "youth")]
    [InlineData("İs", "is")]
    [InlineData("as", "as")]
    [InlineData("", "")]
    [InlineData("''s", "")]
    [InlineData("世界ing", "世界ing")]
    public void Any_case_and_apostrophe_will_do(string word, string expected) => Assert.Equal(expected, EnglishStemmer.Stem(word));

    [Property(MaxTest = 500)]
    public void Any_text_has_a_stem_that_is_no_longer_and_the_same_where_it_stands(string text, int seed)
    {
        string[] pieces = ["'", "s", "y", "a", "ed", "ing", "ation", "al", "li", "e", "l", "iz", "gener", "é", "eed", "tt", "Y"];
        var word = new StringBuilder(text ?? "");
        for (var state = (uint)seed; state > 0; state /= 17) word.Append(pieces[state % 17]);
        var stem = EnglishStemmer.Stem(word.ToString());
        Assert.True(stem.Length <= word.Length);
        var units = WordText.ToLower(word.ToString()).Select(c => Characters.IsApostrophe(c) ? '\'' : c).ToArray();
        Assert.Equal(stem, new string(units, 0, EnglishStemmer.StemInPlace(units)));
    }

    [Fact]
    public void A_pipeline_stems_what_the_stop_words_leave()
    {
        var options = new TextPipelineOptions { Stemming = Stemming.English, SequenceLength = 3, Truncation = Truncation.KeepEnd };
        var pipeline = TextPipeline.Build(["The readers’ doing: connected readings", "A reader connects; reads"], options);
        Assert.Equal(["[PAD]", "[UNK]", "connect", "read", "reader"], pipeline.Vocabulary.Words);
        Assert.Equal(["reader", "connect", "read"], pipeline.Tokenize("Reader's connections, READING"));
        Assert.Equal([4, 2, 3], pipeline.Encode("Skipped: reader's connections, READING"));
        var tokens = pipeline.Tokenizer.EncodeToTokens("the CONNECTIONS", out _);
        Assert.Equal([("connect", 2, 4..15)], tokens.Select(t => (t.Value, t.Id, t.Offset)));
        Assert.Equal(2, TextPipeline.Build(["reads reading"], options).Report.Words);
        Assert.Equal(1, TextPipeline.Build(["reads reading"], options).Report.DistinctWords);
    }

    [Fact]
    public void Stemming_is_saved_and_files_from_before_it_are_read()
    {
        var options = new TextPipelineOptions { Stemming = Stemming.English, Stopwords = StopwordList.French };
        var saved = Save(TextPipeline.Build(["readings"], options));
        Assert.Equal(options, TextPipeline.Load(Stream(saved)).Options);
        Assert.Equal(saved, Save(TextPipeline.Load(Stream(saved))));

        var old = saved.Replace("\"version\": 3", "\"version\": 1", StringComparison.Ordinal)
            .Replace("  \"splitter\": \"words\",\n  \"unspaced\": \"character\",\n", "", StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => TextPipeline.Load(Stream(old)));
        old = old.Replace("  \"stemming\": 1,\n", "", StringComparison.Ordinal);
        Assert.Equal(options with { Stemming = Stemming.None }, TextPipeline.Load(Stream(old)).Options);
        foreach (var (from, to) in new[] { (": 1,\n  \"dedup", ": 2,\n  \"dedup"), ("\"stemming\": 1", "\"stemming\": true"), ("\"lowerCase\": true", "\"lowerCase\": false") })
            Assert.Throws<InvalidDataException>(() => TextPipeline.Load(Stream(saved.Replace(from, to, StringComparison.Ordinal))));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentNullException>("word", () => EnglishStemmer.Stem(null!));
        Assert.Throws<ArgumentOutOfRangeException>("Stemming", () => new TextPipelineOptions { Stemming = (Stemming)2 }.Validate());
        Assert.Throws<ArgumentException>("Stemming", () => new TextPipelineOptions { Stemming = Stemming.English, LowerCase = false }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("stemming", () => new WordTokenizer(Vocabulary.FromWords(["a"]), stemming: (Stemming)(-1)));
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Save(TextPipeline pipeline)
    {
        var stream = new MemoryStream();
        pipeline.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

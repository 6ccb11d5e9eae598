using System.Text;
using FsCheck.Xunit;
using MarlRec.Text.Words;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Text;

/// <summary>The choice of word splitters in a pipeline and in its file.</summary>
public sealed class TextPipelineSplitterTests
{
    private static readonly TextPipelineOptions s_words = new() { Stopwords = StopwordList.None };
    private static readonly TextPipelineOptions s_treebank = s_words with { Splitter = WordSplitter.Treebank };
    private static readonly TextPipelineOptions s_unicode = s_words with { Splitter = WordSplitter.Unicode };
    private static readonly TextPipelineOptions s_pairs = s_unicode with { Unspaced = UnspacedWords.Bigram };

    [Fact]
    public void Each_splitter_finds_its_own_words()
    {
        const string text = "Don't stop! The reader's 3.5 東京の本. See example.org";
        string Words(TextPipelineOptions options) => string.Join('|', TextPipeline.Build([], options with { RemoveAddresses = false }).Tokenize(text));
        Assert.Equal("don't|stop|the|reader|3.5|東|京|の|本|see|example|org", Words(s_words));
        Assert.Equal("do|n't|stop|!|the|reader|'s|3.5|東京の本|.|see|example.org", Words(s_treebank));
        Assert.Equal("don't|stop|the|reader's|3.5|東|京|の|本|see|example.org", Words(s_unicode));
        Assert.Equal("don't|stop|the|reader's|3.5|東京|京の|の本|see|example.org", Words(s_pairs));
    }

    [Theory]
    [InlineData("I read. You listen", "i|read|.|you|listen")]
    [InlineData("mr. fox met j. r. smith at 5 p.m. in no. 7", "mr.|fox|met|j.|r.|smith|at|5|p.m.|in|no.|7")]
    [InlineData("1. open the box. 2. read", "1.|open|the|box|.|2.|read")]
    [InlineData("vitamin c. it helps", "vitamin|c|.|it|helps")]
    public void Treebank_tokens_know_sentences_in_lower_case(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', TextPipeline.Build([], s_treebank).Tokenize(text)));

    [Fact]
    public void With_capitals_sentences_are_those_of_the_english_splitter()
    {
        const string text = "I read. you listen. We sing.";
        var options = s_treebank with { LowerCase = false };
        var expected = SentenceSplitter.English.Split(text).SelectMany(s => TreebankPreTokenizer.Tokenize(text.Substring(s.Offset, s.Length)));
        Assert.Equal(expected, TextPipeline.Build([], options).Tokenize(text));
        Assert.Equal("I|read.|you|listen|.|We|sing|.", string.Join('|', expected));
    }

    [Fact]
    public void Stop_words_and_stems_apply_to_every_splitter()
    {
        var stopwords = StopwordList.Create(["the", "n't", "京の"]);
        string Words(TextPipelineOptions options) => string.Join('|', TextPipeline.Build([], options with { Stopwords = stopwords, Stemming = Stemming.English }).Tokenize("Don't, the readers read 東京の本"));
        Assert.Equal("do|,|reader|read|東京の本", Words(s_treebank));
        Assert.Equal("don't|reader|read|東京|の本", Words(s_pairs));
    }

    [Property(MaxTest = 300)]
    public void Encode_tokenizer_and_words_agree(string[] training, string text, byte kind, bool keepEnd, bool stem)
    {
        var options = new[] { s_words, s_treebank, s_unicode, s_pairs }[kind % 4] with
        {
            SequenceLength = 1 + (kind % 7), Truncation = keepEnd ? Truncation.KeepEnd : Truncation.KeepStart, Stemming = stem ? Stemming.English : Stemming.None,
        };
        text = (text ?? "") + " Don't stop. 東京の本を読む readers' " + kind;
        var pipeline = TextPipeline.Build(training.OfType<string>().Append(text), options);
        var ids = pipeline.Tokenize(text).Select(word => pipeline.Vocabulary.IdOf(word)).ToArray();
        Assert.Equal(ids, pipeline.Tokenizer.EncodeToIds(text));
        Assert.Equal(keepEnd ? ids.TakeLast(options.SequenceLength) : ids.Take(options.SequenceLength), pipeline.Encode(text));

        var saved = Save(pipeline);
        var loaded = TextPipeline.Load(new MemoryStream(saved));
        Assert.Equal(options, loaded.Options);
        Assert.Equal(pipeline.Encode(text), loaded.Encode(text));
        Assert.Equal(saved, Save(loaded));
    }

    [Fact]
    public void Older_files_split_as_they_did()
    {
        var pipeline = TextPipeline.Build(["a reader's 3.5 books 東京"], s_words);
        var saved = Encoding.UTF8.GetString(Save(pipeline));
        var second = Without(Without(saved.Replace("\"version\": 3", "\"version\": 2", StringComparison.Ordinal), "splitter"), "unspaced");
        var first = Without(second.Replace("\"version\": 2", "\"version\": 1", StringComparison.Ordinal), "stemming");
        foreach (var old in new[] { first, second })
        {
            var loaded = TextPipeline.Load(new MemoryStream(Encoding.UTF8.GetBytes(old)));
            Assert.Equal(pipeline.Options, loaded.Options);
            Assert.Equal(saved, Encoding.UTF8.GetString(Save(loaded)));
        }

        // A newer member in an older file is damage.
        Assert.Throws<InvalidDataException>(() => TextPipeline.Load(new MemoryStream(Encoding.UTF8.GetBytes(saved.Replace("\"version\": 3", "\"version\": 2", StringComparison.Ordinal)))));
    }

    [Fact]
    public void Unknown_choices_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Splitter", () => new TextPipelineOptions { Splitter = (WordSplitter)3 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("Unspaced", () => new TextPipelineOptions { Splitter = WordSplitter.Unicode, Unspaced = (UnspacedWords)2 }.Validate());
        Assert.Throws<ArgumentException>("Unspaced", () => new TextPipelineOptions { Unspaced = UnspacedWords.Bigram }.Validate());
    }

    private static string Without(string json, string member) => string.Concat(json.Split('\n').Where(line => !line.Contains($"\"{member}\"", StringComparison.Ordinal)).Select(line => line + "\n"));

    private static byte[] Save(TextPipeline pipeline)
    {
        var stream = new MemoryStream();
        pipeline.Save(stream);
        return stream.ToArray();
    }
}

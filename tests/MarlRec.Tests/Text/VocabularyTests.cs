using FsCheck.Xunit;

namespace MarlRec.Text;

public sealed class VocabularyTests
{
    [Fact]
    public void Ids_go_by_frequency_then_by_ordinal_order()
    {
        var builder = new VocabularyBuilder();
        foreach (var word in "b Z b a é a c [PAD]".Split(' ')) builder.Add(word);
        Assert.Equal((8, 6), ((int)builder.Words, builder.DistinctWords));
        Assert.Equal(["[PAD]", "[UNK]", "a", "b", "Z", "c", "é"], builder.Build().Words);
        Assert.Equal(["[PAD]", "[UNK]", "a"], builder.Build(minimumCount: 2, maximumSize: 3).Words);
        Assert.Throws<ArgumentOutOfRangeException>("minimumCount", () => builder.Build(0));
        Assert.Throws<ArgumentOutOfRangeException>("maximumSize", () => builder.Build(1, 2));
        Assert.Throws<ArgumentException>("word", () => builder.Add("two words"));
        Assert.Throws<ArgumentException>("word", () => builder.Add(""));
        builder.Add(new string('x', 101));
        Assert.Equal(6, builder.DistinctWords);
    }

    [Fact]
    public void Words_and_ids_are_each_others_inverse()
    {
        var vocabulary = Vocabulary.FromWords(["read", "books"]);
        for (var id = 0; id < vocabulary.Count; id++) Assert.Equal(id, vocabulary.IdOf(vocabulary[id]));
        Assert.Equal(Vocabulary.UnknownId, vocabulary.IdOf("Read"));
        Assert.True(vocabulary.TryGetId("books", out var books));
        Assert.False(vocabulary.TryGetId("films", out var films));
        Assert.Equal((3, 1), (books, films));
        Assert.Throws<ArgumentOutOfRangeException>("id", () => vocabulary[4]);
        Assert.Throws<ArgumentOutOfRangeException>("id", () => vocabulary[-1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a\nb")]
    [InlineData("a\u2028b")]
    [InlineData("known")]
    [InlineData("[UNK]")]
    public void Unfit_words_are_refused(string? word)
    {
        Assert.Throws<ArgumentException>("words", () => Vocabulary.FromWords(["known", word!]));
        Assert.Throws<ArgumentException>("words", () => Vocabulary.FromWords([new string('x', 101)]));
        Assert.Throws<ArgumentException>("words", () => Vocabulary.FromWords(["x\udc00"]));
        Assert.Throws<ArgumentNullException>("words", () => Vocabulary.FromWords(null!));
    }

    [Property(MaxTest = 100)]
    public void Lines_survive_saving(string[] texts)
    {
        var vocabulary = TextPipeline.Build(texts.OfType<string>()).Vocabulary;
        var writer = new StringWriter();
        vocabulary.Save(writer);
        Assert.Equal(vocabulary.Words, Vocabulary.Load(new StringReader(writer.ToString())).Words);
    }

    [Theory]
    [InlineData("", "Line 1")]
    [InlineData("[PAD]\n", "Line 2")]
    [InlineData("[UNK]\n[PAD]\n", "Line 1")]
    [InlineData("[PAD]\n[UNK]\na\n\nb\n", "Line 4")]
    [InlineData("[PAD]\n[UNK]\na\nb\na\n", "Line 5")]
    [InlineData("[PAD]\n[UNK]\na b\n", "Line 3")]
    public void Damaged_lines_are_refused_with_their_number(string text, string line) =>
        Assert.StartsWith(line + " ", Assert.Throws<InvalidDataException>(() => Vocabulary.Load(new StringReader(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Batches_check_their_rows()
    {
        var batch = TokenBatch.FromSequences([[5, 6], []], 3);
        Assert.Equal([5, 6, 0, 0, 0, 0], batch.Ids);
        Assert.Equal([5, 6], batch.Sequence(0));
        Assert.Equal(0, batch.Sequence(1).Length);
        Assert.Throws<ArgumentOutOfRangeException>("row", () => batch.Sequence(2).Length);
        Assert.Throws<ArgumentException>("sequences", () => TokenBatch.FromSequences([[1, 2]], 1));
        Assert.Throws<ArgumentException>("sequences", () => TokenBatch.FromSequences([[-1]], 1));
        Assert.Throws<ArgumentNullException>("sequences", () => TokenBatch.FromSequences([null!], 1));
        Assert.Throws<ArgumentNullException>("sequences", () => TokenBatch.FromSequences(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("time", () => TokenBatch.FromSequences([], 0));
        Assert.Throws<ArgumentException>("sequences", () => TokenBatch.FromSequences(new int[][] { [], [] }, int.MaxValue));
        Assert.Throws<ArgumentNullException>("reader", () => Vocabulary.Load(null!));
        Assert.Throws<ArgumentNullException>("writer", () => Vocabulary.FromWords([]).Save(null!));
    }
}

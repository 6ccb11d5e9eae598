using System.Text;
using FsCheck.Xunit;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Text;

public sealed class StopwordMatchingTests
{
    private static readonly StopwordList s_list = StopwordList.Create(["因为", "因为我们", "我", "L’", "qu'", "il", "のに", "The", "為\ud840\udc00"]);

    [Theory]
    [InlineData("因为我们的", "的")]
    [InlineData("因为我的", "的")]
    [InlineData("因 为我, 因、为", "因 为 因 为")]
    [InlineData("为因为因", "为 因")]
    [InlineData("為𠀀為", "為")]
    [InlineData("のにの", "の")]
    [InlineData("因为\u0301", "因 为\u0301")]
    [InlineData("l'ami L’AMI l'l'ami qu'l'il qu'il ql'ami l'", "ami AMI ami ql'ami l")]
    [InlineData("l'THE the因为x", "x")]
    public void Runs_and_elisions_go(string text, string expected) => Assert.Equal(expected, string.Join(' ', Words(s_list, text)));

    [Property(MaxTest = 500)]
    public void Filter_pipeline_and_a_naive_search_agree(int seed, byte most)
    {
        string[] pieces = ["因", "为", "我", "们", "l'", "qu’", "il", "ami", " ", "の", "に", "the", "\u0301", "為", "\ud840\udc00", "\ud840"];
        var text = new StringBuilder();
        var random = new Random(seed);
        for (var i = 0; i < most; i++) text.Append(pieces[random.Next(pieces.Length)]);
        var clean = new TextCleaner().Normalize(text.ToString());
        var expected = Naive(clean);
        Assert.Equal(expected, Words(s_list, clean));
        var options = new TextPipelineOptions { Stopwords = s_list, SequenceLength = 7, Truncation = (Truncation)(most & 1) };
        var pipeline = TextPipeline.Build([clean], options);
        Assert.Equal(expected, pipeline.Tokenize(text.ToString()));
        var ids = expected.Select(w => pipeline.Vocabulary.IdOf(w)).ToArray();
        Assert.Equal(options.Truncation == Truncation.KeepEnd ? ids.TakeLast(7) : ids.Take(7), pipeline.Encode(text.ToString()));
    }

    [Fact]
    public void A_stop_word_never_cuts_a_word_that_the_inner_one_found()
    {
        var list = StopwordList.Create(["如果"]);
        Assert.Equal([(0, 1), (1, 2)], new StopwordFilter(new Fixed((0, 1), (1, 2)), list).PreTokenize("如果汁"));
        Assert.Equal([(2, 1)], new StopwordFilter(new Fixed((0, 2), (2, 1)), list).PreTokenize("如果汁"));
        Assert.Equal([(2, 1)], new StopwordFilter(new Fixed((0, 1), (1, 1), (2, 1)), list).PreTokenize("如果汁"));
    }

    [Fact]
    public void Long_words_and_long_entries_are_looked_up()
    {
        var entry = new string('É', 3_000);
        var list = StopwordList.Create([entry, new string('因', 17)]);
        Assert.True(list.Contains(entry));
        Assert.True(list.Contains(entry.Replace('É', 'é')));
        Assert.False(list.Contains(new string('é', 2_999)));
        Assert.Equal(17, Words(list, new string('因', 17)).Count());
        Assert.Equal(["x"], Words(StopwordList.French, string.Concat(Enumerable.Repeat("l’", 200_000)) + "x"));
        Assert.Equal(["a", "l'"], list.Without(entry, new string('因', 17)).With("L’", "A").Words);
        Assert.False(StopwordList.None.Contains(""));
    }

    private static List<string> Naive(string text)
    {
        var words = WordPreTokenizer.Instance.PreTokenize(text).ToArray();
        var kept = new List<string>();
        for (var i = 0; i < words.Length; i++)
        {
            var last = Enumerable.Range(i, words.Length - i).LastOrDefault(
                j => s_list.Words.Contains(string.Concat(words[i..(j + 1)].Select(w => text.Substring(w.Offset, w.Length)))) && words[j].Offset + words[j].Length - words[i].Offset
                    == words[i..(j + 1)].Sum(w => w.Length), -1);
            if (last >= 0)
            {
                i = last;
                continue;
            }

            var word = text.Substring(words[i].Offset, words[i].Length);
            while (s_list.Words.FirstOrDefault(e => e.EndsWith('\'') && word.StartsWith(e, StringComparison.Ordinal)) is { } cut) word = word[cut.Length..];
            if (!s_list.Words.Contains(word)) kept.Add(word);
        }

        return kept;
    }

    private static IEnumerable<string> Words(StopwordList list, string text) =>
        new StopwordFilter(WordPreTokenizer.Instance, list).PreTokenize(text).Select(w => text.Substring(w.Offset, w.Length));

    private sealed class Fixed(params (int Offset, int Length)[] words) : PreTokenizer
    {
        public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => words;

        public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => words;
    }
}

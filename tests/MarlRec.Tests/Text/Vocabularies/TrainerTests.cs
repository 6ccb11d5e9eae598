using MarlRec.Execution;

namespace MarlRec.Text.Vocabularies;

public sealed class TrainerTests
{
    [Theory]
    [InlineData(1, 60, 1, 64)]
    [InlineData(2, 400, 1, 64)]
    [InlineData(3, 200, 3, 64)]
    [InlineData(4, 400, 2, 5)]
    public void WordPieceLearnsWhatRecountingLearns(int seed, int size, int minimum, int longest)
    {
        var corpus = RandomText.Corpus(new RandomStream((ulong)seed), 60);
        var options = new SubwordTrainingOptions { Size = size, MinimumPairCount = minimum, MaximumTokenLength = longest };
        var text = BertTextOptions.Cased;
        var normalizer = new BertNormalizer(text);
        var words = corpus.Select(normalizer.Normalize).SelectMany(clean => clean.Split(' ', StringSplitOptions.RemoveEmptyEntries)).GroupBy(word => word)
            .Select(group => (Symbols: group.Key.Select((character, index) => (index == 0 ? "" : "##") + character).ToList(), Count: (long)group.Count())).ToList();
        var alphabet = corpus.SelectMany(line => line).Where(character => character != ' ').Distinct();
        List<string> tokens = [.. WordPieceVocabulary.SpecialTokens, .. alphabet.SelectMany(character => new[] { character.ToString(), "##" + character }).Order(StringComparer.Ordinal)];
        NaiveTrainer.Run(tokens, words, 2, options);
        Assert.True(tokens.Count > 20);
        Assert.Equal(tokens, Tokens(Train(corpus, options, text).Tokens));
    }

    [Theory]
    [InlineData(1, 300, 1, 64)]
    [InlineData(2, 700, 1, 64)]
    [InlineData(3, 400, 2, 4)]
    public void BytePairsLearnWhatRecountingLearns(int seed, int size, int minimum, int longest)
    {
        var corpus = RandomText.Corpus(new RandomStream((ulong)seed), 60);
        var options = new SubwordTrainingOptions { Size = size, MinimumPairCount = minimum, MaximumTokenLength = longest };
        var words = corpus.SelectMany(line => TextSplitter.ByteLevel.PreTokenize(line).Select(piece => line.Substring(piece.Offset, piece.Length))).GroupBy(word => word)
            .Select(group => (Symbols: ByteAlphabet.Write(group.Key).Select(symbol => symbol.ToString()).ToList(), Count: (long)group.Count())).ToList();
        List<string> tokens = ["<|end|>", .. Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharOf((byte)value).ToString()).Order(StringComparer.Ordinal)];
        var merges = NaiveTrainer.Run(tokens, words, 0, options);
        var trainer = new BytePairTrainer(["<|end|>"]);
        foreach (var line in corpus) trainer.Add(line);
        var learnt = trainer.Train(options);
        Assert.Equal(tokens, Tokens(learnt.Tokens));
        Assert.Equal(merges, learnt.Merges);
    }

    [Fact]
    public void TheOrderOfTheTextsDoesNotMatter()
    {
        var random = new RandomStream(5);
        var corpus = RandomText.Corpus(random, 80);
        var options = new SubwordTrainingOptions { Size = 300 };
        var first = Train(corpus, options);
        random.Shuffle<string>(corpus);
        var trainer = new WordPieceTrainer();
        foreach (var line in corpus.SelectMany(line => line.Split(' '))) trainer.Add(line);
        Assert.Equal(Tokens(first.Tokens), Tokens(trainer.Train(options).Tokens));
        Assert.Equal(Tokens(first.Tokens), Tokens(trainer.Train(options).Tokens));
    }

    [Fact]
    public void NoWordOfKeptCharactersIsUnknownAndRareCharactersAreNotKept()
    {
        var corpus = RandomText.Corpus(new RandomStream(6), 40);
        var tokenizer = Train([.. corpus, "q"], new SubwordTrainingOptions { Size = 60, AlphabetLimit = 5 }, BertTextOptions.Cased).CreateTokenizer();
        Assert.Null(tokenizer.Tokens.IdOf("q"));
        Assert.Equal(5 * 2, tokenizer.Tokens.Ids.Keys.Count(token => token.TrimStart('#').Length == 1));
        Assert.DoesNotContain(1, tokenizer.Encode("bacacabbca aab c"));
        Assert.Equal(1, tokenizer.Encode("aqa")[1]);
    }

    [Fact]
    public void TrainingCanBeWatchedAndCancelled()
    {
        var trainer = new BytePairTrainer();
        foreach (var line in RandomText.Corpus(new RandomStream(7), 300)) trainer.Add(line);
        using var source = new CancellationTokenSource();
        var watch = new Watch(source);
        var options = new SubwordTrainingOptions { Size = 2_000, MinimumPairCount = 1 };
        Assert.Throws<OperationCanceledException>(() => trainer.Train(options, watch, source.Token));
        Assert.Equal(512, Assert.Single(watch.Reports).Tokens);
        var learnt = trainer.Train(options, watch, CancellationToken.None);
        Assert.Equal((learnt.Tokens.Count, 2_000, 0L), (watch.Reports[^1].Tokens, watch.Reports[^1].Size, watch.Reports[^1].PairCount));
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        Assert.Throws<ArgumentNullException>("text", () => new BytePairTrainer().Add(null!));
        Assert.Throws<ArgumentNullException>("text", () => new WordPieceTrainer().Add(null!));
        Assert.Throws<ArgumentOutOfRangeException>("options.Size", () => new BytePairTrainer().Train(new() { Size = 255 }));
        Assert.Throws<ArgumentOutOfRangeException>("options.Size", () => new WordPieceTrainer().Train(new() { Size = 6 }));
        Assert.Throws<ArgumentOutOfRangeException>("Size", () => new BytePairTrainer().Train(new() { Size = 1_000_001 }));
        Assert.Throws<ArgumentOutOfRangeException>("MinimumPairCount", () => new WordPieceTrainer().Train(new() { MinimumPairCount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("AlphabetLimit", () => new WordPieceTrainer().Train(new() { AlphabetLimit = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaximumTokenLength", () => new WordPieceTrainer().Train(new() { MaximumTokenLength = 1 }));
        foreach (var special in (string?[])[null, "", "a b", "word", "é!", "<"]) Assert.Throws<ArgumentException>("specialTokens", () => new BytePairTrainer([special!]));
        Assert.Throws<ArgumentException>("specialTokens", () => new BytePairTrainer(["<s>", "<s>"]));
        Assert.Equal(5, new WordPieceTrainer().Train().Tokens.Count);
    }

    internal static WordPieceVocabulary Train(IEnumerable<string> corpus, SubwordTrainingOptions options, BertTextOptions? text = null)
    {
        var trainer = new WordPieceTrainer(text);
        foreach (var line in corpus) trainer.Add(line);
        return trainer.Train(options);
    }

    internal static IEnumerable<string?> Tokens(SubwordTokens tokens) => Enumerable.Range(0, tokens.Count).Select(id => tokens[id]);

    private sealed class Watch(CancellationTokenSource source) : IProgress<SubwordTrainingProgress>
    {
        internal List<SubwordTrainingProgress> Reports { get; } = [];

        public void Report(SubwordTrainingProgress value)
        {
            Reports.Add(value);
            source.Cancel();
        }
    }
}

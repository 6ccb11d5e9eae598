using System.Text.RegularExpressions;
using FsCheck.Xunit;
using MarlRec.Execution;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Text.Vocabularies;

public sealed partial class SubwordTokenizerTests
{
    private static readonly BytePairVocabulary Bytes = TrainBytes();
    private static readonly SubwordTokenizer BytePair = Bytes.CreateTokenizer();

    [Fact]
    public void ThePublishedExampleGivesItsIds()
    {
        using var stream = RandomText.Stream("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\nworld\n##s\n");
        var tokenizer = WordPieceVocabulary.Load(stream).CreateTokenizer();
        Assert.Equal([2, 5, 6, 7, 3], tokenizer.Encode("Hello worlds"));
        Assert.Equal([2, 5, 6, 3], tokenizer.Encode("Hello worlds", 4));
        Assert.Equal([2, 5, 4, 1, 3], tokenizer.Encode("héllo[MASK] worldx"));
        Assert.Equal([2, 3], tokenizer.Encode(""));
        Assert.Equal("hello worlds", tokenizer.Decode([2, 5, 6, 7, 3]));
        Assert.Equal("[CLS] hello", tokenizer.Decode([2, 5], skipSpecialTokens: false));
        Assert.Throws<ArgumentOutOfRangeException>("maximumTokens", () => tokenizer.Encode("x", 1));
        Assert.Throws<ArgumentNullException>("text", () => tokenizer.Encode(null!));
        Assert.Throws<ArgumentOutOfRangeException>("id", () => tokenizer.Decode([8]));
    }

    [Property(MaxTest = 500)]
    public void BytePairsGiveAnyWellFormedTextBack(string? text)
    {
        var given = string.Concat((text ?? "").EnumerateRunes().Select(rune => rune.ToString()));
        Assert.Equal(given, BytePair.Decode(BytePair.Encode(given), skipSpecialTokens: false));
    }

    [Fact]
    public void MicrosoftsEncoderMergesAsTheRulesSay()
    {
        var ranks = Bytes.Merges.Select((merge, rank) => (merge, rank)).ToDictionary(item => item.merge, item => item.rank);
        var random = new RandomStream(2);
        for (var round = 0; round < 500; round++)
        {
            var text = round % 2 == 0 ? RandomText.Next(random, 40) : RandomText.Corpus(random, 1)[0];
            var expected = new List<int>();
            foreach (var (offset, length) in TextSplitter.ByteLevel.PreTokenize(text))
            {
                var symbols = ByteAlphabet.Write(text.AsSpan(offset, length)).Select(symbol => symbol.ToString()).ToList();
                while (symbols.Count > 1)
                {
                    var (rank, at) = Enumerable.Range(0, symbols.Count - 1).Select(i => (ranks.GetValueOrDefault((symbols[i], symbols[i + 1]), int.MaxValue), i)).Min();
                    if (rank == int.MaxValue) break;
                    symbols[at] += symbols[at + 1];
                    symbols.RemoveAt(at + 1);
                }

                expected.AddRange(symbols.Select(symbol => Bytes.Tokens.IdOf(symbol)!.Value));
            }

            Assert.Equal(expected, BytePair.Encode(text));
            Assert.Equal(text, BytePair.Decode(BytePair.Encode(text)));
        }
    }

    [Fact]
    public void TheByteLevelScannerCutsAsThePublishedExpressionDoes()
    {
        var random = new RandomStream(3);
        const string Units = "  \t\n\u00A0\u2003aZé漢ß٣5½²'sdtmrevl!?.—_\u0301\u200D€";
        for (var round = 0; round < 3_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(16)).Select(_ => Units[random.Next(Units.Length)]));
            Assert.Equal(Published().Matches(text).Select(match => (match.Index, match.Length)), TextSplitter.ByteLevel.PreTokenize(text));
        }

        Assert.Equal([(0, 2), (2, 4), (6, 2)], TextSplitter.ByteLevel.PreTokenize("𝐀𝟏😀😀".Replace("𝟏", "", StringComparison.Ordinal) + "𝐀"));
    }

    [Fact]
    public void MicrosoftsOwnLoadersReadWhatWasTrainedAndAgree()
    {
        var random = new RandomStream(4);
        var corpus = Enumerable.Range(0, 200).Select(_ => RandomText.Next(random, 60)).ToArray();
        var vocabulary = TrainerTests.Train(corpus, new SubwordTrainingOptions { Size = 3_000, AlphabetLimit = 1_200 }, new BertTextOptions { StripAccents = false });
        var ours = vocabulary.CreateTokenizer();
        using var stream = RandomText.Saved(vocabulary.Save);
        var theirs = BertTokenizer.Create(stream);
        var compared = 0;
        foreach (var text in corpus.Select(Agreeable))
        {
            var expected = theirs.EncodeToIds(text);
            var actual = ours.Encode(text);
            Assert.Equal(expected, actual);
            compared += actual.Length;
        }

        Assert.True(compared > 4_000);
        using MemoryStream json = new(), merges = new();
        Bytes.Save(json, merges);
        json.Position = merges.Position = 0;
        var codeGen = CodeGenTokenizer.Create(json, merges, addPrefixSpace: false, addBeginOfSentence: false, addEndOfSentence: false);
        // CodeGen has ids of its own, not in the file, for runs of spaces.
        foreach (var text in corpus.Select(text => string.Join(' ', string.Concat(text.Where(char.IsAscii)).Split(' ', StringSplitOptions.RemoveEmptyEntries))))
            Assert.Equal(codeGen.EncodeToIds(text), BytePair.Encode(text));
    }

    [Fact]
    public void EveryFileGivesTheSameTokenizerBack()
    {
        var random = new RandomStream(5);
        var words = TrainerTests.Train(RandomText.Corpus(random, 60), new SubwordTrainingOptions { Size = 200 });
        using MemoryStream text = RandomText.Saved(words.Save), json = RandomText.Saved(words.SaveTokenizerJson);
        SubwordTokenizer[] pieces = [words.CreateTokenizer(), WordPieceVocabulary.Load(text).CreateTokenizer(), SubwordTokenizer.Load(json)];
        using MemoryStream vocabulary = new(), merges = new(), whole = RandomText.Saved(Bytes.SaveTokenizerJson);
        Bytes.Save(vocabulary, merges);
        vocabulary.Position = merges.Position = 0;
        SubwordTokenizer[] pairs = [BytePair, BytePairVocabulary.Load(vocabulary, merges, ["<|endoftext|>"]).CreateTokenizer(), SubwordTokenizer.Load(whole)];
        for (var round = 0; round < 200; round++)
        {
            var sample = RandomText.Next(random, 30) + (round % 3 == 0 ? "[SEP] <|endoftext|>" : "") + RandomText.Corpus(random, 1)[0];
            foreach (var family in new[] { pieces, pairs })
            {
                var ids = family[0].Encode(sample);
                foreach (var other in family) Assert.Equal(ids, other.Encode(sample));
                Assert.Equal(ids[..^1], family == pairs ? family[0].Encode(sample, ids.Length - 1) : ids[..^1]);
            }
        }

        foreach (var family in new[] { pieces, pairs })
            foreach (var other in family) Assert.Equal(TrainerTests.Tokens(family[0].Tokens), TrainerTests.Tokens(other.Tokens));
    }

    // Microsoft's splitter drops symbols, + and $ among them, and sees UTF-16 units; its normaliser drops tabs,
    // keeps invisible format characters and leaves title case, and composes where the host can. The published rules do not.
    private static string Agreeable(string text) => string.Concat(text.EnumerateRunes()
        .Where(rune => rune.Value is ' ' or (> ' ' and < 0x10000 and not 0x130) && System.Text.Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.TitlecaseLetter
            && NormalForms.Normalize(rune.ToString(), compatible: false, compose: true) == rune.ToString()
            && (System.Text.Rune.IsLetterOrDigit(rune) || System.Text.Rune.IsPunctuation(rune)))
        .Select(rune => rune.ToString()));

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Published();

    private static BytePairVocabulary TrainBytes()
    {
        var trainer = new BytePairTrainer(["<|endoftext|>"]);
        foreach (var line in RandomText.Corpus(new RandomStream(1), 200)) trainer.Add(line);
        return trainer.Train(new SubwordTrainingOptions { Size = 600 });
    }
}

using System.Text;
using MarlRec.Execution;

namespace MarlRec.Text.Vocabularies;

/// <summary>Vocabulary files that are damaged, or made to take more memory than they are worth.</summary>
public sealed class HostileVocabularyTests
{
    // Ordered so that any four in a row differ; every one is a token of one byte.
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'()*+-./:;<=>?@^_`{|}~";

    /// <summary>What Microsoft's encoders take for a short token or a merge of two: its string, and dictionaries that grow by doubling. Measured: 164 to 238 and 233 to 267.</summary>
    private const int WordPieceBytes = 240, BytePairBytes = 270;

    private static readonly BytePairVocabulary s_bytes = TrainBytes();
    private static readonly WordPieceVocabulary s_words = TrainerTests.Train(RandomText.Corpus(new RandomStream(9), 20), new SubwordTrainingOptions { Size = 40 });
    private static readonly TextPipeline s_pipeline = TextPipeline.Build(["I like to read books", "I enjoy reading novels", "東京の本"], new TextPipelineOptions { Splitter = WordSplitter.Unicode });

    public static TheoryData<string, int> Kinds =>
        new() { { "vocab.txt", 1 }, { "vocab.json", 2 }, { "merges.txt", 2 }, { "tokenizer.json, WordPiece", 2 }, { "tokenizer.json, BPE", 2 }, { "pipeline", 2 } };

    // The files of one kind share its rounds.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_files_give_documented_exceptions_and_take_little_memory(string kind, int share)
    {
        using MemoryStream vocabulary = new(), merges = new();
        s_bytes.Save(vocabulary, merges);
        byte[] json = vocabulary.ToArray(), rules = merges.ToArray();
        (byte[] good, Action<byte[]> read, long beside) = kind switch
        {
            "vocab.txt" => (RandomText.Saved(s_words.Save).ToArray(), (Action<byte[]>)(file => WordPieceVocabulary.Load(new MemoryStream(file)).CreateTokenizer().Encode("ab c")), 0L),
            "vocab.json" => (json, file => BytePairVocabulary.Load(new MemoryStream(file), new MemoryStream(rules)).CreateTokenizer().Encode("ab c"), rules.Length),
            "merges.txt" => (rules, file => BytePairVocabulary.Load(new MemoryStream(json), new MemoryStream(file)).CreateTokenizer().Encode("ab c"), json.Length),
            "tokenizer.json, WordPiece" => (RandomText.Saved(s_words.SaveTokenizerJson).ToArray(), file => SubwordTokenizer.Load(new MemoryStream(file)).Encode("ab c"), 0),
            "tokenizer.json, BPE" => (RandomText.Saved(s_bytes.SaveTokenizerJson).ToArray(), file => SubwordTokenizer.Load(new MemoryStream(file)).Encode("ab c"), 0),
            _ => (RandomText.Saved(s_pipeline.Save).ToArray(), file => TextPipeline.Load(new MemoryStream(file)).Encode("I like reading 東京"), 0),
        };
        var (refused, survived, most) = HostileFiles.Check(
            good, 9, read, static exception => exception is InvalidDataException or NotSupportedException, bad => HostileFiles.Bound(bad.Length + beside), HostileFiles.Rounds / share);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {good.Length} bytes, {refused} refused, {survived} read, at most {most} bytes allocated");
        Assert.True(refused >= HostileFiles.Rounds / share / 4 && survived > 0, $"{refused} refused, {survived} read");
    }

    // Tokens of three characters are the shortest of which a million are different.
    [Fact]
    public void Reading_the_shortest_tokens_takes_four_times_their_length()
    {
        var (list, json, merges, _) = Shortest(TestTier.Choose(150_000, 600_000));
        WordPieceVocabulary.Load(new MemoryStream(RandomText.Saved(s_words.Save).ToArray()));
        Assert.InRange(Allocated(() => WordPieceVocabulary.Load(new MemoryStream(list))), list.Length, HostileFiles.Bound(list.Length));
        Assert.InRange(Allocated(() => BytePairVocabulary.Load(new MemoryStream(json), new MemoryStream(merges))), json.Length, HostileFiles.Bound(json.Length + merges.Length));
        // Every second line empty: as many holes as tokens.
        var holes = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(list.AsSpan(0, list.Length / 2)).Replace("\n", "\n\n", StringComparison.Ordinal));
        Assert.InRange(Allocated(() => WordPieceVocabulary.Load(new MemoryStream(holes))), holes.Length, HostileFiles.Bound(holes.Length));
    }

    [Fact]
    public void Making_the_encoder_takes_what_its_dictionaries_take()
    {
        var tokens = TestTier.Choose(150_000, 600_000);
        var (list, json, merges, mergeCount) = Shortest(tokens);
        var words = WordPieceVocabulary.Load(new MemoryStream(list));
        var bytes = BytePairVocabulary.Load(new MemoryStream(json), new MemoryStream(merges));
        var (wordsJson, bytesJson) = (RandomText.Saved(words.SaveTokenizerJson).ToArray(), RandomText.Saved(bytes.SaveTokenizerJson).ToArray());
        foreach (var (name, input, entries, most, make) in new (string, int, int, int, Action)[]
        {
            ("vocab.txt", list.Length, tokens, WordPieceBytes, () => words.CreateTokenizer()),
            ("vocab.json and merges.txt", json.Length + merges.Length, tokens + mergeCount, BytePairBytes, () => bytes.CreateTokenizer()),
            ("tokenizer.json, WordPiece", wordsJson.Length, tokens, WordPieceBytes, () => SubwordTokenizer.Load(new MemoryStream(wordsJson))),
            ("tokenizer.json, BPE", bytesJson.Length, tokens + mergeCount, BytePairBytes, () => SubwordTokenizer.Load(new MemoryStream(bytesJson))),
        })
        {
            var allocated = Allocated(make);
            var own = HostileFiles.Bound(input);
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {input} bytes, {entries} entries, {allocated} allocated, {(double)(allocated - own) / entries:0} an entry above the bound");
            Assert.InRange(allocated, 0, own + ((long)most * entries));
        }
    }

    [Fact]
    public void A_settings_part_of_nothing_but_brackets_is_refused_before_it_is_a_document()
    {
        const string model = "\"model\":{\"vocab\":{\"[UNK]\":0}}}";
        static string Ones(int count) => $"[{string.Join(',', Enumerable.Repeat("1", count))}],";
        foreach (var part in new[] { "added_tokens", "normalizer", "x" })
        {
            var file = Encoding.ASCII.GetBytes($"{{\"{part}\":{Ones(500_000)}{model}");
            var allocated = Allocated(() => Assert.StartsWith("$: ", Assert.Throws<NotSupportedException>(() => SubwordTokenizer.Load(new MemoryStream(file))).Message, StringComparison.Ordinal));
            Assert.InRange(allocated, file.Length, HostileFiles.Bound(file.Length));
        }

        // The largest that are not refused.
        foreach (var part in new[] { "\"x\":" + Ones(16_000), string.Concat(Enumerable.Range(0, 8_000).Select(i => $"\"{i:x}\":1,")) })
        {
            var file = Encoding.ASCII.GetBytes("{" + part + model);
            Assert.InRange(Allocated(() => SubwordTokenizer.Load(new MemoryStream(file))), file.Length, HostileFiles.Bound(file.Length));
        }
    }

    [Theory]
    [InlineData(600)]
    [InlineData(20_000)]
    public void Tokens_are_found_as_a_dictionary_finds_them(int count)
    {
        var random = new RandomStream(3);
        var expected = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; expected.Count < count; id += 1 + random.Next(2))
        {
            expected.TryAdd(RandomText.Next(random, 1 + random.Next(6)), id);
        }

        Assert.True(SubwordTokens.TryCreate(null, expected, out var tokens, out _, out var problem), problem);
        Assert.Equal(expected.OrderBy(pair => pair.Value), tokens.Ids);
        Assert.Equal(expected.Count, tokens.Ids.Count);
        foreach (var (token, id) in expected)
        {
            Assert.Equal((id, token), (tokens.IdOf(token), tokens[id]));
            Assert.Equal(expected.ContainsKey(token + "x"), tokens.Ids.ContainsKey(token + "x"));
        }

        Assert.Null(tokens.IdOf("\ud800"));
        Assert.Null(tokens.IdOf(""));
        Assert.Null(tokens.IdOf(new string('x', 100_000)));
        Assert.Throws<KeyNotFoundException>(() => tokens.Ids["\n"]);
    }

    private static (byte[] List, byte[] Json, byte[] Merges, int MergeCount) Shortest(int count)
    {
        List<string> tokens = ["[UNK]", .. Alphabet.Select(a => a.ToString())];
        var merges = new List<string>();
        foreach (var a in Alphabet) foreach (var b in Alphabet) Token($"{a}{b}", $"{a} {b}");
        foreach (var a in Alphabet) foreach (var b in Alphabet) foreach (var c in Alphabet) Token($"{a}{b}{c}", $"{a}{b} {c}", $"{a} {b}{c}");
        var bytes = Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharOf((byte)value).ToString());
        var json = "{" + string.Join(',', tokens.Skip(1).Union(bytes).Select((token, id) => $"{System.Text.Json.JsonSerializer.Serialize(token)}:{id}")) + "}";
        return (Encoding.UTF8.GetBytes(string.Join('\n', tokens)), Encoding.UTF8.GetBytes(json), Encoding.UTF8.GetBytes(string.Join('\n', merges)), merges.Count);

        void Token(string token, params string[] splits)
        {
            if (tokens.Count >= count) return;
            tokens.Add(token);
            merges.AddRange(splits);
        }
    }

    private static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static BytePairVocabulary TrainBytes()
    {
        var trainer = new BytePairTrainer(["<|end|>"]);
        foreach (var line in RandomText.Corpus(new RandomStream(9), 5)) trainer.Add(line);
        return trainer.Train(new SubwordTrainingOptions { Size = 262 });
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MarlRec.Data;
using MarlRec.Encoders.Checkpoints;
using MarlRec.Execution;
using MarlRec.Recommenders.Lexical;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;
using MarlRec.Text;
using MarlRec.Text.Vocabularies;
using MarlRec.Text.Words;

namespace MarlRec;

/// <summary>The same ids, vectors and lists with and without the host's globalization data, in Turkish and in no culture.</summary>
public sealed class GlobalizationTests
{
    private const string Invariant = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", Variable = "MARLREC_TESTS_GLOBALIZATION";

    // Letters whose case, form or order hosts disagree about, several scripts, and words for every stop list.
    private static readonly string[] s_texts =
    [
        "I like to READ books, İstanbul ISPARTA iıIİ Straße STRASSE ẞ", "ﬁne Ǆ ǆ ǅ Å Å Å e\u0301é ÀÉÎÕÜ ñ n\u0303", "L’amour n'est pas aujourd’hui, qu'il dit", "東京の本を読む、因为我们喜欢读书。", "한국어 책 읽기 \u1112\u1161\u11ab",
        "Καλημέρα ΣΊΣΥΦΟΣ ς σ, Ѐѝ чтение КНИГ", "ก่อนอ่านหนังสือ कि क्षि नमस्ते", "Ω Ω K K ½ ² ① ㌔ ﷺ", "a\u00adb\u200bc\u200dd\ufeffe \u0000 \ud83d\ude00 \ud83d\udc68\u200d\ud83d\udcbb \ud800x", "See http://example.org/İ or mail i@example.org. Mr. Fox's 3.5 km!",
        "ᏣᎳᎩ Ა ა Ɤ ɤ Ꟶ \U00010400\U00010428 \U0001E900", "don't can't SHAN'T 'twas cannot — “quoted” … 1,000.00",
    ];

    [Fact]
    public void Ids_vectors_and_lists_do_not_depend_on_the_host()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } file)
        {
            // Fails in the invariant mode, as it should there.
            if (Environment.GetEnvironmentVariable(Invariant) == "0") CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("tr-TR", useUserOverride: false);
            File.WriteAllLines(file, Results().Prepend(Host()));
            return;
        }

        var (invariant, hosted) = (Child("1"), Child("0"));
        Assert.Equal("invariant: i", invariant[0]);
        Assert.SkipWhen(hosted.Length == 0, "This host has no globalization data to compare with.");
        // The proof that the two processes differ in what they are to agree about.
        Assert.Equal("tr-TR: ı", hosted[0]);
        Assert.Equal(invariant[1..], hosted[1..]);
        foreach (var line in hosted) TestContext.Current.TestOutputHelper?.WriteLine(line);
    }

    private static string Host() => $"{(CultureInfo.CurrentCulture.Name.Length == 0 ? "invariant" : CultureInfo.CurrentCulture.Name)}: {"I".ToLower(CultureInfo.CurrentCulture)}";

    // No lines: the child found no globalization data and did not start.
    private static string[] Child(string invariant)
    {
        var path = Path.GetTempFileName();
        try
        {
            var method = $"{typeof(GlobalizationTests).FullName}.{nameof(Ids_vectors_and_lists_do_not_depend_on_the_host)}";
            var (code, output) = TestChild.Run([("-method", method)], [(Invariant, invariant), (Variable, path)]);
            Assert.True(code == 0 || (invariant == "0" && output.Contains("ICU", StringComparison.Ordinal)), output);
            return File.ReadAllLines(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string[] Results()
    {
        var lines = new List<string>();
        var sweep = Sweep(all: false);
        Pipelines(lines, TestTier.IsFull ? Sweep(all: true) : sweep);
        Tokenizers(lines, sweep);
        Lists(lines, sweep);
        Vectors(lines);
        return [.. lines];
    }

    // Every character, or those with a case or a form of their own, more or less.
    private static string[] Sweep(bool all)
    {
        var points = all ? Enumerable.Range(0, 0x110000) : Enumerable.Range(0, 0x2500).Concat(Enumerable.Range(0xA640, 0x200)).Concat(Enumerable.Range(0xF900, 0x700)).Concat(Enumerable.Range(0x10400, 0x100));
        return [.. s_texts, .. points.Where(Rune.IsValid).Select(point => new Rune(point)).Chunk(64).Select(runes => string.Concat(runes.Select(rune => $"{rune} x{rune}y I{rune}ings ")))];
    }

    private static void Pipelines(List<string> lines, string[] sweep)
    {
        foreach (var (name, options) in new (string, TextPipelineOptions)[]
        {
            ("words", new() { Stemming = Stemming.English }), ("cased", new() { LowerCase = false, Stopwords = StopwordList.Turkish }), ("treebank", new() { Splitter = WordSplitter.Treebank }),
            ("unicode", new() { Splitter = WordSplitter.Unicode, Stopwords = StopwordList.Chinese }), ("pairs", new() { Splitter = WordSplitter.Unicode, Unspaced = UnspacedWords.Bigram }),
        })
        {
            var pipeline = TextPipeline.Build(sweep, options with { MaximumVocabulary = int.MaxValue });
            lines.Add($"pipeline {name} file {Hash(RandomText.Saved(pipeline.Save).ToArray())}");
            lines.Add($"pipeline {name} ids {Hash(sweep.SelectMany(pipeline.Encode))}");
            lines.Add($"pipeline {name} tokenizer {Hash(sweep.SelectMany(text => pipeline.Tokenizer.EncodeToIds(text)))}");
        }
    }

    private static void Tokenizers(List<string> lines, string[] sweep)
    {
        foreach (var (name, text) in new[] { ("uncased", BertTextOptions.Uncased), ("cased", BertTextOptions.Cased), ("accents", BertTextOptions.Uncased with { StripAccents = false }) })
        {
            var trainer = new WordPieceTrainer(text);
            foreach (var line in sweep) trainer.Add(line);
            var vocabulary = trainer.Train(new SubwordTrainingOptions { Size = 2_000 });
            lines.Add($"WordPiece {name} file {Hash(RandomText.Saved(vocabulary.Save).ToArray())}");
            var pieces = vocabulary.CreateTokenizer();
            lines.Add($"WordPiece {name} ids {Hash(sweep.SelectMany(line => pieces.Encode(line)))}");
            if (text != BertTextOptions.Uncased) continue;
            var json = Encoding.UTF8.GetString(RandomText.Saved(vocabulary.SaveTokenizerJson).ToArray());
            foreach (var form in new[] { "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents" })
            {
                var start = json.IndexOf("{\"type\":\"BertNormalizer\"", StringComparison.Ordinal);
                var tokenizer = SubwordTokenizer.Load(RandomText.Stream(json[..start] + $"{{\"type\":\"{form}\"}}" + json[(json.IndexOf('}', start) + 1)..]));
                lines.Add($"tokenizer.json {form} ids {Hash(sweep.SelectMany(line => tokenizer.Encode(line)))}");
            }
        }

        var pairs = new BytePairTrainer();
        foreach (var line in sweep) pairs.Add(line);
        var bytes = pairs.Train(new SubwordTrainingOptions { Size = 2_000 });
        lines.Add($"BPE file {Hash(RandomText.Saved(bytes.SaveTokenizerJson).ToArray())}");
        var encoder = bytes.CreateTokenizer();
        lines.Add($"BPE ids {Hash(sweep.SelectMany(line => encoder.Encode(line)))}");
    }

    private static void Lists(List<string> lines, string[] sweep)
    {
        foreach (var language in StopwordList.Languages)
        {
            var list = StopwordList.For(language.ToUpperInvariant());
            var kept = sweep.Select(text => string.Join(' ', new StopwordFilter(WordPreTokenizer.Instance, list).PreTokenize(text)));
            lines.Add($"stop words {language} {list.Words.Count} {Hash(string.Join(' ', list.Words))} {Hash(string.Join('\n', kept))}");
        }

        lines.Add($"sentences {Hash(string.Join(' ', sweep.SelectMany(text => SentenceSplitter.English.Split(text))))}");
        foreach (var (name, terms) in new[] { ("words", TextTerms.Words(1, 2)), ("characters", TextTerms.Characters()) })
        {
            var ranker = new TfIdfRanker(s_texts, terms);
            var scores = new float[ranker.ItemCount];
            ranker.Score([0, 3], scores);
            int[] ranked = [.. Enumerable.Range(0, scores.Length).OrderByDescending(item => scores[item]).ThenBy(item => item)];
            lines.Add($"ranked by {name} {string.Join(' ', ranked)} {Hash(MemoryMarshal.AsBytes<float>(scores))}");
        }

        using var recommender = new RecommenderBuilder().WithSeed(7).WithRanker(new InterestRankerOptions { Epochs = 1 }).WithReplay(new TeamTrainingOptions { Updates = 1 }).Build();
        var catalog = new ItemCatalog(s_texts.Select((text, item) => new CatalogItem { Id = $"item {item}", Text = text }));
        var log = new InteractionLog.Builder(null, catalog.Ids);
        for (var user = 0; user < 20; user++)
            for (var n = 0; n < 4; n++) log.Add($"kullanıcı {user}", $"item {((user * 5) + n) % s_texts.Length}", EventKind.Click, 1, n);
        recommender.Fit(log.Build(), catalog);
        var request = new RecommendationRequest { Text = "I READ İstanbul books", Count = 5, RequestId = "1" };
        lines.Add($"recommended {string.Join(", ", recommender.Recommend(request).Select(item => item.ItemId))}");
    }

    private static void Vectors(List<string> lines)
    {
        foreach (var folder in new[] { "sentence", "f16", "bf16" })
        {
            var vectors = TextEmbedder.Load(TinyBert.Folder(folder), ComputeContext.Serial).Embed([.. TinyBert.Texts, .. s_texts]);
            lines.Add($"vectors {folder} {vectors.Shape} {Hash(MemoryMarshal.AsBytes(vectors.Span))}");
        }
    }

    private static string Hash(string text) => Hash(Encoding.Unicode.GetBytes(text));

    private static string Hash(IEnumerable<int> ids) => Hash(MemoryMarshal.AsBytes<int>(ids.ToArray()));

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes)[..8]);
}

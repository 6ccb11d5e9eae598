using System.Numerics.Tensors;
using MarlRec.Execution;
using MarlRec.Text.Vocabularies;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Checkpoints against an independent implementation, and what an embedder promises.</summary>
public class TextEmbedderTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("sentence", "sentence", null)]
    [InlineData("sentence", "query", "query")]
    [InlineData("f16", "f16", null)]
    [InlineData("bf16", "bf16", null)]
    public void VectorsAgreeWithPyTorch(string folder, string golden, string? prompt)
    {
        var embedder = TextEmbedder.Load(TinyBert.Folder(folder), ComputeContext.Serial, new() { PromptName = prompt });
        Assert.Equal(folder == "sentence" ? TinyBert.Width : TinyBert.Size, embedder.Dimension);
        Assert.Equal(folder == "sentence" ? 16 : TinyBert.Positions, embedder.MaximumLength);
        var vectors = embedder.Embed(TinyBert.Texts);
        for (var i = 0; i < TinyBert.Texts.Length; i++) Close(TinyBert.Numbers($"{golden}{i}"), vectors.Row(i), $"{golden}{i}");
    }

    [Fact]
    public void ATokenizerFileServesAsWellAsAVocabulary()
    {
        using var folder = TinyBert.Copy("f16");
        using var json = new MemoryStream();
        WordPieceVocabulary.Load(new MemoryStream(folder.Read("vocab.txt"))).SaveTokenizerJson(json);
        folder.Delete("vocab.txt");
        folder.Write("tokenizer.json", json.ToArray());
        var vectors = TextEmbedder.Load(folder.Path, ComputeContext.Serial).Embed(TinyBert.Texts);
        for (var i = 0; i < TinyBert.Texts.Length; i++)
        {
            // What spells a marker is a marker there, as in the reference implementation.
            if (!TinyBert.Texts[i].Contains("[SEP]", StringComparison.Ordinal)) Close(TinyBert.Numbers($"f16{i}"), vectors.Row(i), $"f16{i}");
        }

        var small = System.Text.Encoding.UTF8.GetString(json.ToArray()).Replace("\"[CLS]\",", "\"[CLS2]\",", StringComparison.Ordinal);
        folder.Write("tokenizer.json", System.Text.Encoding.UTF8.GetBytes(small));
        Assert.StartsWith("tokenizer.json: $", Assert.Throws<InvalidDataException>(() => TextEmbedder.Load(folder.Path, ComputeContext.Serial)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TokensPoolingsAndSegmentsAgreeWithPyTorch()
    {
        var checkpoint = Checkpoint.Load(new CheckpointFolder(TinyBert.Folder("sentence")), new());
        var folder = new CheckpointFolder(TinyBert.Folder("sentence"));
        var encoder = BertWeights.Load(folder.ReadJson("config.json", BertConfigurationFile.Read), folder.ReadTensors("model.safetensors"));
        var scratch = new EncoderScratch(ComputeContext.Serial);
        for (var i = 0; i < TinyBert.Texts.Length; i++)
        {
            var ids = checkpoint.Tokenizer.Encode(TinyBert.Texts[i], checkpoint.MaximumLength);
            Assert.Equal(Array.ConvertAll(TinyBert.Numbers($"ids{i}"), id => (int)id), ids);
            var h = checkpoint.Encode(scratch, ids, [ids.Length]).Value;
            var vector = new float[TinyBert.Size];
            foreach (var kind in Enum.GetValues<TokenPooling>().Where(kind => kind != TokenPooling.None))
            {
                PoolingHead.Run(kind, h, TinyBert.Size, vector);
                Close(TinyBert.Numbers($"{kind}{i}"), vector, $"{kind}{i}");
            }

            int[] segments = [.. Enumerable.Range(0, ids.Length).Select(place => place > 2 ? 1 : 0)];
            var states = encoder.Forward(scratch.Tape, ids, [ids.Length], segments).Value;
            Close(TinyBert.Numbers($"segments{i}"), states[..(2 * TinyBert.Size)], $"segments{i}");
            scratch.Tape.Reset();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AVectorDoesNotDependOnItsCompanyOrOnThreads(bool quantize)
    {
        var options = new TextEmbedderOptions { QuantizeLayers = quantize };
        var alone = TextEmbedder.Load(TinyBert.Folder("sentence"), ComputeContext.Serial, options);
        using var context = new ComputeContext(2);
        var together = TextEmbedder.Load(TinyBert.Folder("sentence"), context, options with { BatchTokens = 40 });
        string[] many = [.. Enumerable.Range(0, 90).Select(i => string.Join(' ', TinyBert.Texts.Skip(i % 11).Take(1 + i % 3)))];
        var expected = many.Select(text => alone.Embed([text]).Span.ToArray()).ToArray();
        var seen = new float[4][];
        var workers = Enumerable.Range(0, seen.Length).Select(i => new Thread(() => seen[i] = together.Embed(many).Span.ToArray())).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        foreach (var vectors in seen) Assert.Equal(expected.SelectMany(vector => vector), vectors);
    }

    [Fact]
    public void BytesCostLittleAccuracyAndAQuarterOfTheMemory()
    {
        var exact = TextEmbedder.Load(TinyBert.Folder("f16"), ComputeContext.Serial);
        var rounded = TextEmbedder.Load(TinyBert.Folder("f16"), ComputeContext.Serial, new() { QuantizeLayers = true });
        var (left, right) = (exact.Embed(TinyBert.Texts), rounded.Embed(TinyBert.Texts));
        var worst = Enumerable.Range(0, TinyBert.Texts.Length).Min(i => TensorPrimitives.CosineSimilarity<float>(left.Row(i), right.Row(i)));
        Assert.InRange(worst, 0.999f, 0.9999999f);

        // 2 layers · (4 · 32² + 2 · 32 · 64) weights become bytes, each with a scale for its row: 96 + 32 + 64 + 32 rows.
        const int weights = 2 * (4 * 32 * 32 + 2 * 32 * 64), rows = 2 * (96 + 32 + 64 + 32);
        Assert.Equal(exact.WeightBytes - 3 * weights + sizeof(float) * rows, rounded.WeightBytes);
    }

    [Fact]
    public void CancellationAndBadTextsLeaveTheEmbedderAsItWas()
    {
        var embedder = TextEmbedder.Load(TinyBert.Folder("sentence"), ComputeContext.Serial);
        var before = embedder.Embed(["hello"]).Span.ToArray();
        Assert.Throws<OperationCanceledException>(() => embedder.Embed(["hello"], new CancellationToken(true)));
        Assert.Throws<ArgumentNullException>("texts", () => embedder.Embed(null!));
        Assert.Throws<ArgumentException>("texts", () => embedder.Embed(["hello", null!]));
        Assert.Equal(0, embedder.Embed([]).Length);
        using var source = new CancellationTokenSource();
        var texts = new CancellingList(source, 300);
        Assert.Throws<OperationCanceledException>(() => embedder.Embed(texts, source.Token));
        Assert.Equal(before, embedder.Embed(["hello"]).Span.ToArray());
    }

    [Fact]
    public void OptionsAreCheckedAndRead()
    {
        var path = TinyBert.Folder("sentence");
        Assert.Throws<ArgumentNullException>("context", () => TextEmbedder.Load(path, null!));
        Assert.Throws<ArgumentNullException>("folder", () => TextEmbedder.Load(null!, ComputeContext.Serial));
        Assert.Throws<DirectoryNotFoundException>(() => TextEmbedder.Load(Path.Combine(path, "none"), ComputeContext.Serial));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextEmbedder.Load(path, ComputeContext.Serial, new() { BatchTokens = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextEmbedder.Load(path, ComputeContext.Serial, new() { MaximumLength = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextEmbedder.Load(path, ComputeContext.Serial, new() { MaximumLength = TinyBert.Positions + 1 }));
        Assert.Throws<ArgumentException>(() => TextEmbedder.Load(path, ComputeContext.Serial, new() { PromptName = "none" }));
        Assert.Throws<ArgumentException>(() => TextEmbedder.Load(TinyBert.Folder("f16"), ComputeContext.Serial, new() { PromptName = "none" }));
        Assert.Equal("read: ", TextEmbedder.Load(path, ComputeContext.Serial, new() { PromptName = "query" }).Prompt);
        var shorter = TextEmbedder.Load(path, ComputeContext.Serial, new() { MaximumLength = 4 });
        Assert.Equal(shorter.Embed(["the red book"]).Span.ToArray(), shorter.Embed(["the red desk"]).Span.ToArray());
        Assert.NotEqual(shorter.Embed(["the red"]).Span.ToArray(), shorter.Embed(["the blue"]).Span.ToArray());
    }

    private static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"{what}[{i}]: {actual[i]}, but {expected[i]} was expected.");
    }

    // Cancels while it is read.
    private sealed class CancellingList(CancellationTokenSource source, int count) : IReadOnlyList<string>
    {
        public int Count => count;

        public string this[int index]
        {
            get
            {
                if (index == count - 1) source.Cancel();
                return "hello";
            }
        }

        public IEnumerator<string> GetEnumerator() => Enumerable.Repeat("hello", count).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

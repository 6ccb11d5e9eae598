using MarlRec.Execution;
using Microsoft.Extensions.AI;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>The seams to .NET's embedding generators, in both directions.</summary>
public class EmbeddingGeneratorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnEmbedderServesAsAGenerator()
    {
        var embedder = TextEmbedder.Load(TinyBert.Folder("sentence"), ComputeContext.Serial);
        using var generator = new TextEmbeddingGenerator(embedder, "tiny");
        var made = await generator.GenerateAsync(TinyBert.Texts, new() { ModelId = "tiny", Dimensions = TinyBert.Width }, Token);
        var expected = embedder.Embed(TinyBert.Texts, Token);
        Assert.Equal(TinyBert.Texts.Length, made.Count);
        for (var i = 0; i < made.Count; i++) Assert.Equal(expected.Row(i).ToArray(), made[i].Vector.ToArray());
        Assert.Equal(TinyBert.Texts.Select((_, i) => (long)TinyBert.Numbers($"ids{i}").Length).Sum(), made.Usage!.InputTokenCount);
        Assert.All(made, embedding => Assert.Equal("tiny", embedding.ModelId));

        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;
        Assert.Equal(("marlrec", "tiny", (int?)TinyBert.Width), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(embedder, generator.GetService<TextEmbedder>());
        Assert.Same(generator, generator.GetService<IEmbeddingGenerator>());
        Assert.Null(generator.GetService(typeof(TextEmbedder), "key"));
        Assert.Null(generator.GetService<string>());

        Assert.Throws<ArgumentNullException>("embedder", () => new TextEmbeddingGenerator(null!));
        Assert.Throws<ArgumentNullException>("serviceType", () => generator.GetService(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("values", () => generator.GenerateAsync(null!, null, Token));
        await Assert.ThrowsAsync<NotSupportedException>(() => generator.GenerateAsync(["a"], new() { Dimensions = 3 }, Token));
        await Assert.ThrowsAsync<NotSupportedException>(() => generator.GenerateAsync(["a"], new() { ModelId = "other" }, Token));
        var cancelled = generator.GenerateAsync(["a"], cancellationToken: new CancellationToken(true));
        Assert.True(cancelled.IsCanceled);
    }

    [Fact]
    public async Task AGeneratorServesAsAnEncoder()
    {
        var generator = new CountingGenerator();
        var encoder = new GeneratorTextEncoder(generator, new() { BatchSize = 2, CacheCapacity = 3 });
        Assert.Null(encoder.Dimension);
        var vectors = await encoder.EncodeAsync(["a", "bb", "a", "ccc"], Token);
        Assert.Equal([1f, 97, 2, 98, 1, 97, 3, 99], vectors.Span.ToArray());
        Assert.Equal(["a bb", "ccc"], generator.Requests); // bounded, without repeats
        Assert.Equal((2, 3), (encoder.Dimension!.Value, encoder.CachedCount));

        await encoder.EncodeAsync(["a", "bb"], Token); // all remembered; "ccc" is now the oldest
        await encoder.EncodeAsync(["dddd"], Token);
        await encoder.EncodeAsync(["bb", "a"], Token);
        Assert.Equal(["a bb", "ccc", "dddd"], generator.Requests);
        Assert.Equal(3, encoder.CachedCount);
        await encoder.EncodeAsync(["ccc"], Token);
        Assert.Equal("ccc", generator.Requests[^1]);
        Assert.Equal(4, generator.Requests.Count);
    }

    [Fact]
    public async Task WithoutACacheEveryCallAsks()
    {
        var generator = new CountingGenerator();
        var encoder = new GeneratorTextEncoder(generator, new() { CacheCapacity = 0 });
        await encoder.EncodeAsync(["a"], Token);
        await encoder.EncodeAsync(["a"], Token);
        Assert.Equal((2, 0), (generator.Requests.Count, encoder.CachedCount));
    }

    [Fact]
    public async Task CancellationStopsBetweenRequestsAndKeepsWhatIsDone()
    {
        using var source = new CancellationTokenSource();
        var generator = new CountingGenerator { AfterRequest = source.Cancel };
        var encoder = new GeneratorTextEncoder(generator, new() { BatchSize = 1 });
        await Assert.ThrowsAsync<OperationCanceledException>(() => encoder.EncodeAsync(["a", "bb"], source.Token));
        Assert.Equal(["a"], generator.Requests);
        Assert.Equal(1, encoder.CachedCount);
    }

    [Theory]
    [InlineData("few", "0 vectors for 1 texts")]
    [InlineData("empty", "empty vector")]
    [InlineData("longer", "3 numbers")]
    [InlineData("nan", "not finite")]
    public async Task WrongAnswersAreRefusedAndNotRemembered(string fault, string message)
    {
        var generator = new CountingGenerator();
        var encoder = new GeneratorTextEncoder(generator);
        await encoder.EncodeAsync(["a"], Token);
        generator.Fault = fault;
        Assert.Contains(message, (await Assert.ThrowsAsync<InvalidOperationException>(() => encoder.EncodeAsync(["bb"], Token))).Message, StringComparison.Ordinal);
        Assert.Equal(1, encoder.CachedCount);
        generator.Fault = "";
        var vectors = await encoder.EncodeAsync(["bb"], Token);
        Assert.Equal([2f, 98], vectors.Span.ToArray());
    }

    [Fact]
    public async Task BadArgumentsAreNamed()
    {
        Assert.Throws<ArgumentNullException>("generator", () => new GeneratorTextEncoder(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeneratorTextEncoder(new CountingGenerator(), new() { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeneratorTextEncoder(new CountingGenerator(), new() { CacheCapacity = -1 }));
        var encoder = new GeneratorTextEncoder(new CountingGenerator());
        await Assert.ThrowsAsync<ArgumentNullException>("texts", () => encoder.EncodeAsync(null!, Token));
        await Assert.ThrowsAsync<ArgumentException>("texts", () => encoder.EncodeAsync(["a", null!], Token));
        Assert.Equal(0, (await encoder.EncodeAsync([], Token)).Length);
    }

    // A text's vector is its length and its first character. The memory of an answer is used again for the next.
    private sealed class CountingGenerator : IEmbeddingGenerator<string, Embedding<float>>
    {
        private readonly float[] _memory = new float[64];

        internal List<string> Requests { get; } = [];

        internal Action? AfterRequest { get; init; }

        internal string Fault { get; set; } = "";

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
        {
            var texts = values.ToArray();
            Requests.Add(string.Join(' ', texts));
            var made = new GeneratedEmbeddings<Embedding<float>>();
            for (var i = 0; i < texts.Length && Fault != "few"; i++)
            {
                _memory[3 * i] = Fault == "nan" ? float.NaN : texts[i].Length;
                _memory[3 * i + 1] = texts[i][0];
                made.Add(new Embedding<float>(_memory.AsMemory(3 * i, Fault == "empty" ? 0 : Fault == "longer" ? 3 : 2)));
            }

            AfterRequest?.Invoke();
            return Task.FromResult(made);
        }

        public object? GetService(Type serviceType, object? serviceKey) => null;

        public void Dispose()
        {
        }
    }
}

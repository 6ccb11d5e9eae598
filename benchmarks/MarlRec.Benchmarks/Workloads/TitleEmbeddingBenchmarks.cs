using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using MarlRec.Encoders.Checkpoints;
using MarlRec.Execution;
using MarlRec.Text.Vocabularies;

namespace MarlRec.Benchmarks.Workloads;

/// <summary>A catalogue of 10,000 titles into vectors, by a checkpoint with the shape of all-MiniLM-L6: words, ids, batches by length, six layers, the mean. Times are per title.</summary>
[MemoryDiagnoser]
[PerSecondColumn]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 1, iterationCount: 3)]
public class TitleEmbeddingBenchmarks
{
    private const int Titles = 10_000;
    private ComputeContext _context = null!;
    private string[] _titles = null!;
    private TextEmbedder _embedder = null!;
    private SubwordTokenizer _tokenizer = null!;

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Degree { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _context = Filling.Context(Degree);
        using var checkpoint = new TitleCheckpoint(new RandomStream(1), Titles);
        _titles = checkpoint.Titles;
        _embedder = TextEmbedder.Load(checkpoint.Folder, _context);
        using var vocabulary = File.OpenRead(checkpoint.At("vocab.txt"));
        _tokenizer = WordPieceVocabulary.Load(vocabulary).CreateTokenizer(findSpecialTokens: false);
        var tokens = _titles.Sum(title => (long)_tokenizer.Encode(title).Length);
        Console.WriteLine($"// {Titles} titles, {tokens} tokens with markers, {(double)tokens / Titles:0.0} a title");
    }

    [GlobalCleanup]
    public void Cleanup() => _context.Dispose();

    /// <summary>Text to vectors.</summary>
    [Benchmark(OperationsPerInvoke = Titles)]
    public float Embed() => _embedder.Embed(_titles).Span[0];

    /// <summary>Text to ids alone, on one thread whatever the degree.</summary>
    [Benchmark(OperationsPerInvoke = Titles)]
    public int Tokenize()
    {
        var tokens = 0;
        foreach (var title in _titles) tokens += _tokenizer.Encode(title, TitleCheckpoint.Positions).Length;
        return tokens;
    }
}

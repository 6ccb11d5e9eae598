using System.Numerics.Tensors;
using MarlRec.Tensors;
using Microsoft.Extensions.AI;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>
/// Item texts to vectors by any embedding generator of the host: equal texts are asked for once, requests are of bounded size, and vectors are remembered. Thread
/// safety: <em>thread-safe</em>, as generators are; two calls at once may both ask for a text that is new to both.
/// </summary>
public sealed class GeneratorTextEncoder
{
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly GeneratorTextEncoderOptions _options;
    private readonly VectorCache _cache;
    private int _dimension; // 0 until the first vector comes

    /// <summary>An encoder.</summary>
    /// <param name="generator">Does the work; stays the caller's.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="generator"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public GeneratorTextEncoder(IEmbeddingGenerator<string, Embedding<float>> generator, GeneratorTextEncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        _options = options ?? new GeneratorTextEncoderOptions();
        _options.Validate();
        _generator = generator;
        _cache = new VectorCache(_options.CacheCapacity);
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        _dimension = Math.Max(0, _options.Request?.Dimensions ?? metadata?.DefaultModelDimensions ?? 0);
    }

    /// <summary>D, how many numbers a vector has; null until the generator has said so or has made one.</summary>
    public int? Dimension => Volatile.Read(ref _dimension) is var dimension and > 0 ? dimension : null;

    /// <summary>How many vectors are remembered.</summary>
    public int CachedCount => _cache.Count;

    /// <summary>Encodes texts.</summary>
    /// <param name="texts">N texts, none null.</param>
    /// <param name="cancellationToken">Handed to the generator, and looked at before each request.</param>
    /// <returns>Shape [N, D], in the order of the texts; D is 0 while it is unknown and N is 0.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> is null.</exception>
    /// <exception cref="ArgumentException">A text is null.</exception>
    /// <exception cref="InvalidOperationException">The generator gave another number of vectors than was asked for, or one of another size, or one that is not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks>What the generator throws passes through. Vectors of requests that have succeeded by then are remembered.</remarks>
    public async Task<FloatTensor> EncodeAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = new Dictionary<string, ReadOnlyMemory<float>>(StringComparer.Ordinal);
        var missing = new List<string>();
        for (var i = 0; i < texts.Count; i++)
        {
            var text = texts[i] ?? throw new ArgumentException($"texts[{i}] is null.", nameof(texts));
            if (vectors.ContainsKey(text)) continue;
            if (!_cache.TryGet(text, out var vector)) missing.Add(text);
            vectors.Add(text, vector);
        }

        for (var first = 0; first < missing.Count; first += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = missing.GetRange(first, Math.Min(_options.BatchSize, missing.Count - first));
            var made = await _generator.GenerateAsync(batch, _options.Request, cancellationToken).ConfigureAwait(false);
            if (made?.Count != batch.Count) throw new InvalidOperationException($"The generator gave {made?.Count ?? 0} vectors for {batch.Count} texts.");
            for (var i = 0; i < batch.Count; i++) Check(made[i].Vector.Span, first + i);
            for (var i = 0; i < batch.Count; i++)
            {
                vectors[batch[i]] = made[i].Vector.ToArray(); // the generator may use its memory again
                _cache.Put(batch[i], vectors[batch[i]]);
            }
        }

        var result = new FloatTensor(texts.Count, Dimension ?? 0);
        for (var i = 0; i < texts.Count; i++) vectors[texts[i]].Span.CopyTo(result.Row(i));
        return result;
    }

    private void Check(ReadOnlySpan<float> vector, int index)
    {
        if (vector.IsEmpty) throw new InvalidOperationException($"The generator gave an empty vector for text {index} of those it was asked for.");
        var expected = Interlocked.CompareExchange(ref _dimension, vector.Length, 0);
        if (expected != 0 && expected != vector.Length) throw new InvalidOperationException($"The generator gave {vector.Length} numbers for text {index}, but {expected} were expected.");
        if (!TensorPrimitives.IsFiniteAll(vector)) throw new InvalidOperationException($"The generator gave a vector for text {index} that is not finite.");
    }
}

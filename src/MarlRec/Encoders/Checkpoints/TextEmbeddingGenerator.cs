using MarlRec.Tensors;
using Microsoft.Extensions.AI;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>
/// A <see cref="TextEmbedder"/> as the embedding generator that .NET hosts know, so that a published checkpoint serves them inside the process. Thread safety:
/// <em>thread-safe</em>.
/// </summary>
/// <remarks>The work is done on the caller's thread and the embedder's compute context before the task is returned, which is complete by then.</remarks>
public sealed class TextEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly TextEmbedder _embedder;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>A generator.</summary>
    /// <param name="embedder">Does the work; stays the caller's.</param>
    /// <param name="modelId">What the model is called in metadata and embeddings; null for no name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="embedder"/> is null.</exception>
    public TextEmbeddingGenerator(TextEmbedder embedder, string? modelId = null)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        _embedder = embedder;
        _metadata = new EmbeddingGeneratorMetadata("marlrec", defaultModelId: modelId, defaultModelDimensions: embedder.Dimension);
    }

    /// <summary>Embeds texts.</summary>
    /// <param name="values">The texts, none null.</param>
    /// <param name="options">Null, or options that ask for this model and its dimensions or leave both open.</param>
    /// <param name="cancellationToken">Looked at before each batch; a cancelled task is returned.</param>
    /// <returns>One embedding for each text, in order, and how many tokens were read.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentException">A text is null.</exception>
    /// <exception cref="NotSupportedException">The options ask for another model or other dimensions.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } dimensions && dimensions != _embedder.Dimension)
            throw new NotSupportedException($"options.Dimensions is {dimensions}, but the checkpoint's vectors have {_embedder.Dimension}.");
        if (options?.ModelId is { } model && model != _metadata.DefaultModelId)
            throw new NotSupportedException($"options.ModelId is \"{model}\", but this generator serves \"{_metadata.DefaultModelId}\" only.");
        var texts = new List<string>(values);
        FloatTensor vectors;
        long tokens;
        try
        {
            vectors = _embedder.Embed(texts, cancellationToken, out tokens);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<GeneratedEmbeddings<Embedding<float>>>(cancellationToken);
        }

        var embeddings = new GeneratedEmbeddings<Embedding<float>>(texts.Count) { Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens } };
        for (var i = 0; i < texts.Count; i++) embeddings.Add(new Embedding<float>(vectors.Row(i).ToArray()) { ModelId = _metadata.DefaultModelId });
        return Task.FromResult(embeddings);
    }

    /// <summary>This generator, its <see cref="EmbeddingGeneratorMetadata"/> or its <see cref="TextEmbedder"/>; null for anything else.</summary>
    /// <param name="serviceType">Which.</param>
    /// <param name="serviceKey">There are no keyed services: with a key the answer is null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="serviceType"/> is null.</exception>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return _metadata;
        if (serviceType == typeof(TextEmbedder)) return _embedder;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: the embedder is the caller's.</summary>
    public void Dispose()
    {
    }
}

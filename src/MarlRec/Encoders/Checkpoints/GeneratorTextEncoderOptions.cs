using Microsoft.Extensions.AI;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>How a <see cref="GeneratorTextEncoder"/> works. Thread safety: <em>immutable</em>, if its request is.</summary>
public sealed record GeneratorTextEncoderOptions
{
    /// <summary>The most texts of one request, at least 1. Default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>How many vectors are remembered, 0 for none; those not asked for longest go first. Default 10,000.</summary>
    public int CacheCapacity { get; init; } = 10_000;

    /// <summary>Handed to the generator with each request, such as a model's name. Default null. It is part of what a vector depends on: do not change it.</summary>
    public EmbeddingGenerationOptions? Request { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(CacheCapacity);
    }
}

using MarlRec.Networks;

namespace MarlRec.Encoders;

/// <summary>Sizes and wiring of a <see cref="TokenDecoder"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record TokenDecoderOptions
{
    /// <summary>V, how many tokens (words, items) there are to choose from: at least 1.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Sizes and wiring of the layers.</summary>
    public required TransformerOptions Transformer { get; init; }

    /// <summary>The most steps of a sequence, the end included: at least 1. Default 512.</summary>
    public int MaximumLength { get; init; } = 512;

    /// <summary>
    /// The token that ends a sequence, in [0, V). Targets are given without it. Null, the default, for sequences that go on until they are cut off, such as
    /// lists of items.
    /// </summary>
    public int? EndId { get; init; }

    /// <summary>Whether the vectors that tokens are read by are the softmax's weights too (Press and Wolf, EACL 2017). Default true.</summary>
    public bool Tied { get; init; } = true;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentNullException"><see cref="Transformer"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Vocabulary, 1);
        ArgumentNullException.ThrowIfNull(Transformer);
        Transformer.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumLength, 1);
        if (EndId is { } end && (uint)end >= (uint)Vocabulary)
            throw new ArgumentOutOfRangeException(nameof(EndId), end, $"EndId must be in [0, {Vocabulary}).");
    }
}

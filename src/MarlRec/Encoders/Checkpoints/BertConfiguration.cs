using MarlRec.Networks;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Sizes of a <see cref="BertEncoder"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record BertConfiguration
{
    /// <summary>V, how many tokens there are: at least 1.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>D, the width of every step: at least 1.</summary>
    public required int Size { get; init; }

    /// <summary>L, at least 1.</summary>
    public required int Layers { get; init; }

    /// <summary>N, heads of each attention: at least 1, a divisor of D.</summary>
    public required int Heads { get; init; }

    /// <summary>Width of the feed-forward part, at least 1.</summary>
    public required int Inner { get; init; }

    /// <summary>P, the longest sequence: at least 1.</summary>
    public required int Positions { get; init; }

    /// <summary>S, how many kinds of segments a sequence may have: at least 1. Default 2.</summary>
    public int Segments { get; init; } = 2;

    /// <summary>The feed-forward part's function. Default: GELU.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Gelu;

    /// <summary>ε of the layer norms: finite, above 0. Default 1e-12.</summary>
    public float Epsilon { get; init; } = 1e-12f;

    /// <summary>The probability of dropout while training: in [0, 1). Default 0.1.</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range, or the heads do not divide the size.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Positions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Segments, 1);
        ToTransformer().Validate();
    }

    /// <summary>The stack of layers.</summary>
    internal TransformerOptions ToTransformer() => new()
    {
        Size = Size, Heads = Heads, Inner = Inner, Layers = Layers, Dropout = Dropout, Activation = Activation, Epsilon = Epsilon,
    };
}

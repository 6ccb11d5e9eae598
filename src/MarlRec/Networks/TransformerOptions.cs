using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>Sizes and wiring of a <see cref="TransformerEncoder"/> or <see cref="TransformerDecoder"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record TransformerOptions
{
    /// <summary>D, the width of every step: at least 1.</summary>
    public required int Size { get; init; }

    /// <summary>N, heads of each attention: at least 1, a divisor of D.</summary>
    public required int Heads { get; init; }

    /// <summary>Width of the feed-forward part, at least 1. The paper has 4 · D.</summary>
    public required int Inner { get; init; }

    /// <summary>L, at least 1.</summary>
    public required int Layers { get; init; }

    /// <summary>
    /// The probability with which, while training, elements of each part's result, of the feed-forward part's inside and of attention's probabilities are
    /// dropped: in [0, 1). Default 0.1.
    /// </summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>The feed-forward part's function. Default: ReLU.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Relu;

    /// <summary>
    /// Whether a part reads normalised input and its residual is left as it is, with one more norm after the last layer (pre-norm: Xiong et al., ICML 2020),
    /// instead of the sum being normalised (post-norm: the paper). Default false.
    /// </summary>
    public bool NormFirst { get; init; }

    /// <summary>ε of the layer norms: finite, above 0. Default 1e-5.</summary>
    public float Epsilon { get; init; } = 1e-5f;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range, or the heads do not divide the size.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Heads, 1);
        if (Size % Heads != 0) throw new ArgumentOutOfRangeException(nameof(Heads), Heads, $"Heads must divide Size, which is {Size}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Inner, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Layers, 1);
        if (!(Dropout >= 0 && Dropout < 1)) throw new ArgumentOutOfRangeException(nameof(Dropout), Dropout, "Dropout must be in [0, 1).");
        if (!Enum.IsDefined(Activation)) throw new ArgumentOutOfRangeException(nameof(Activation), Activation, "Activation must be a known function.");
        Throw.IfNotPositive(Epsilon);
    }
}

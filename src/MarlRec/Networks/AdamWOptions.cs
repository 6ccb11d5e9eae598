using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>Options of <see cref="AdamW"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record AdamWOptions
{
    /// <summary>α, the size of a step: finite, above 0. Default 0.001.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>β₁, how much of the mean gradient is kept: in [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, how much of the mean squared gradient is kept: in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, added to the root of the mean square: finite, above 0. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>λ: each step first shrinks weights by α · λ; in [0, 1]. Default 0.01. Weight decay is usually kept off biases and norms: see <see cref="ParameterGroup.WithoutDecayOfVectors"/>.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        Throw.IfNotPositive(LearningRate);
        if (!(Beta1 >= 0 && Beta1 < 1)) throw new ArgumentOutOfRangeException(nameof(Beta1), Beta1, "Beta1 must be in [0, 1).");
        if (!(Beta2 >= 0 && Beta2 < 1)) throw new ArgumentOutOfRangeException(nameof(Beta2), Beta2, "Beta2 must be in [0, 1).");
        Throw.IfNotPositive(Epsilon);
        Throw.IfOutside(WeightDecay, 0, 1);
    }
}

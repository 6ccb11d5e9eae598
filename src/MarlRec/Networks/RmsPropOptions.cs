using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>Options of <see cref="RmsProp"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record RmsPropOptions
{
    /// <summary>α, the size of a step: finite, above 0. Default 0.01.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>ρ, how much of the mean squared gradient is kept: in [0, 1). Default 0.99.</summary>
    public double Smoothing { get; init; } = 0.99;

    /// <summary>ε, added to the root: finite, above 0. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>μ, how much of the velocity is kept: in [0, 1). Default 0: no velocity, and no memory for it.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether to divide by an estimate of the gradient's deviation instead of its size (Graves, 2013). Default false.</summary>
    public bool Centered { get; init; }

    /// <summary>λ of the L2 penalty λ/2 · |w|², whose gradient λ · w is added to the loss's: in [0, 1]. Default 0: none.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        Throw.IfNotPositive(LearningRate);
        if (!(Smoothing >= 0 && Smoothing < 1)) throw new ArgumentOutOfRangeException(nameof(Smoothing), Smoothing, "Smoothing must be in [0, 1).");
        Throw.IfNotPositive(Epsilon);
        if (!(Momentum >= 0 && Momentum < 1)) throw new ArgumentOutOfRangeException(nameof(Momentum), Momentum, "Momentum must be in [0, 1).");
        Throw.IfOutside(WeightDecay, 0, 1);
    }
}

using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>Options of <see cref="Sgd"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record SgdOptions
{
    /// <summary>α, the size of a step: finite, above 0. Default 0.01.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>μ, how much of the velocity is kept: in [0, 1). Default 0: no velocity, and no memory for it.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether to look ahead along the velocity (Nesterov, 1983); needs a momentum above 0. Default false.</summary>
    public bool Nesterov { get; init; }

    /// <summary>λ of the L2 penalty λ/2 · |w|², whose gradient λ · w is added to the loss's: in [0, 1]. Default 0: none.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        Throw.IfNotPositive(LearningRate);
        if (!(Momentum >= 0 && Momentum < 1)) throw new ArgumentOutOfRangeException(nameof(Momentum), Momentum, "Momentum must be in [0, 1).");
        if (Nesterov && Momentum == 0) throw new ArgumentOutOfRangeException(nameof(Nesterov), Nesterov, "Nesterov needs a Momentum above 0.");
        Throw.IfOutside(WeightDecay, 0, 1);
    }
}

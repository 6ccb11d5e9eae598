using MarlRec.Execution;

namespace MarlRec.Recommenders.Slates;

/// <summary>Options of the slot agents and of their learner. Thread safety: <em>immutable</em>.</summary>
public sealed record SlotTeamOptions
{
    /// <summary>β: the weight of the ranker's score (standardised over the catalogue) in the logits, 0.000001 to 1,000,000. Default 5.</summary>
    public double PriorWeight { get; init; } = 5;

    /// <summary>H: hidden units of the residual network and of the critic, 1 to 4,096. Default 64.</summary>
    public int HiddenSize { get; init; } = 64;

    /// <summary>γ: the discount from one slate to the next, in [0, 1]. Default 0.8: most of what a list causes shows in the next few, and a longer view drowns it in chance. Within a slate it is 1.</summary>
    public double Discount { get; init; } = 0.8;

    /// <summary>λ of the advantage estimate, in [0, 1]. Default 0.5.</summary>
    public double Lambda { get; init; } = 0.5;

    /// <summary>The leash: the weight of KL(policy ‖ prior) in the loss, 0 or more. Default 0.001.</summary>
    public double PriorLeash { get; init; } = 0.001;

    /// <summary>How far a probability may move from the one that acted before its gradient is cut, as a ratio 1 ± this, in (0, 1). Default 0.2.</summary>
    public double RatioClip { get; init; } = 0.2;

    /// <summary>Passes over each batch, at least 1. Default 2.</summary>
    public int Epochs { get; init; } = 2;

    /// <summary>Slot decisions in a minibatch, 1 to 1,000,000. Default 512.</summary>
    public int MinibatchSize { get; init; } = 512;

    /// <summary>Adam's learning rate for the residual network f, above 0. Default 0.0003.</summary>
    public double LearningRate { get; init; } = 0.0003;

    /// <summary>Adam's learning rate for the critic, above 0. Default 0.003.</summary>
    public double CriticLearningRate { get; init; } = 0.003;

    /// <summary>Adam's learning rate for the four pair weights g, above 0. Default 0.03: few numbers with much to say may move faster than many with little.</summary>
    public double PairLearningRate { get; init; } = 0.03;

    /// <summary>The largest norm of f's gradient, and of the critic's, above 0; the few pair weights are not bounded. Default 0.5.</summary>
    public double GradientNorm { get; init; } = 0.5;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of its range.</exception>
    public void Validate()
    {
        Throw.IfOutside(PriorWeight, 1e-6, 1e6);
        Throw.IfOutside(HiddenSize, 1, 4096);
        Throw.IfOutside(Discount, 0, 1);
        Throw.IfOutside(Lambda, 0, 1);
        Throw.IfOutside(PriorLeash, 0, double.MaxValue);
        Throw.IfOutside(RatioClip, 1e-6, 0.999999);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        Throw.IfOutside(MinibatchSize, 1, 1_000_000);
        Throw.IfNotPositive(LearningRate);
        Throw.IfNotPositive(CriticLearningRate);
        Throw.IfNotPositive(PairLearningRate);
        Throw.IfNotPositive(GradientNorm);
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments.Slates.Choice;

/// <summary>A cascade in which an item that is looked at is chosen with probability <c>ScoreScaling · (score − min normaliser)</c>.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class ProportionalCascadeChoice : CascadeChoice
{
    private readonly float _minNormalizer;

    /// <summary>Creates the model.</summary>
    /// <param name="attention">The probability of looking at an item that is reached, in [0, 1].</param>
    /// <param name="scoreScaling">The probability that each unit of score above the min normaliser adds; finite, above 0.</param>
    /// <param name="minNormalizer">The lowest score that there may be; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public ProportionalCascadeChoice(double attention, double scoreScaling, float minNormalizer)
        : base(attention, scoreScaling)
    {
        Throw.IfNotFinite(minNormalizer);
        _minNormalizer = minNormalizer;
        HighestScore = minNormalizer + 1 / scoreScaling;
    }

    /// <inheritdoc/>
    public override double LowestScore => _minNormalizer;

    /// <summary>min normaliser + 1 / <see cref="CascadeChoice.ScoreScaling"/>: from there on the choice would be more than certain.</summary>
    public override double HighestScore { get; }

    private protected override double Weight(float score) => (double)score - _minNormalizer;
}

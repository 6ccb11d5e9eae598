namespace MarlRec.Environments.Slates.Choice;

/// <summary>A cascade in which an item that is looked at is chosen with probability <c>ScoreScaling · exp(score)</c>.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class ExponentialCascadeChoice : CascadeChoice
{
    /// <summary>Creates the model.</summary>
    /// <param name="attention">The probability of looking at an item that is reached, in [0, 1].</param>
    /// <param name="scoreScaling">The probability of choosing an item of score 0 that is looked at; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public ExponentialCascadeChoice(double attention, double scoreScaling)
        : base(attention, scoreScaling) => HighestScore = -Math.Log(scoreScaling);

    /// <inheritdoc/>
    public override double LowestScore => double.NegativeInfinity;

    /// <summary>−log <see cref="CascadeChoice.ScoreScaling"/>: from there on the choice would be more than certain.</summary>
    public override double HighestScore { get; }

    private protected override double Weight(float score) => Math.Exp(score);
}

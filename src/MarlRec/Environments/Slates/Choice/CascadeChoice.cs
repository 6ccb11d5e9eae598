using MarlRec.Execution;

namespace MarlRec.Environments.Slates.Choice;

/// <summary>
/// A user who goes through the slate from the top and stops at the first item chosen: each item is looked at with probability <see cref="Attention"/>, and then
/// chosen with its own; who passes all of them chooses none. Craswell et al., "An experimental comparison of click position-bias models", 2008.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public abstract class CascadeChoice : IChoiceModel
{
    private protected CascadeChoice(double attention, double scoreScaling)
    {
        Throw.IfOutside(attention, 0, 1);
        Throw.IfNotPositive(scoreScaling);
        Attention = attention;
        ScoreScaling = scoreScaling;
    }

    /// <summary>The probability of looking at an item that is reached, in [0, 1].</summary>
    public double Attention { get; }

    /// <summary>What turns an item's weight into the probability of choosing it once it is looked at; above 0.</summary>
    public double ScoreScaling { get; }

    /// <inheritdoc/>
    public abstract double LowestScore { get; }

    /// <inheritdoc/>
    public abstract double HighestScore { get; }

    /// <inheritdoc/>
    public void Probabilities(ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        ChoiceGuard.Check(this, scores, probabilities);
        double reaches = 1;
        for (var i = 0; i < scores.Length; i++)
        {
            // At the highest score, rounding may carry the product past 1.
            var chosen = Attention * Math.Min(1, ScoreScaling * Weight(scores[i]));
            probabilities[i] = (float)(reaches * chosen);
            reaches *= 1 - chosen;
        }

        probabilities[^1] = (float)reaches;
    }

    private protected abstract double Weight(float score);
}

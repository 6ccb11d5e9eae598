using System.Globalization;

namespace MarlRec.Environments.Slates.Choice;

/// <summary>P(i) = exp(score_i) / (Σ exp(score_j) + exp(n)), with the no-click mass n in logits. Luce, "Individual choice behavior", 1959.</summary>
/// <remarks>Shifted by the largest, so that no score overflows. Thread safety: <em>immutable</em>.</remarks>
public sealed class MultinomialLogitChoice : IChoiceModel
{
    private readonly float _noClickMass;

    /// <summary>Creates the model.</summary>
    /// <param name="noClickMass">n: the score of choosing none, in logits; finite, or negative infinity for users who always choose.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="noClickMass"/> is NaN or positive infinity.</exception>
    public MultinomialLogitChoice(float noClickMass)
    {
        if (float.IsNaN(noClickMass) || float.IsPositiveInfinity(noClickMass))
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"noClickMass is {noClickMass}, but must be finite or negative infinity.");
            throw new ArgumentOutOfRangeException(nameof(noClickMass), message);
        }

        _noClickMass = noClickMass;
    }

    /// <inheritdoc/>
    public double LowestScore => double.NegativeInfinity;

    /// <inheritdoc/>
    public double HighestScore => double.PositiveInfinity;

    /// <inheritdoc/>
    public void Probabilities(ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        ChoiceGuard.Check(this, scores, probabilities);
        if (scores.IsEmpty)
        {
            probabilities[0] = 1;
            return;
        }

        double highest = _noClickMass;
        foreach (var score in scores) highest = Math.Max(highest, score);
        var total = Math.Exp(_noClickMass - highest);
        probabilities[^1] = (float)total;
        for (var i = 0; i < scores.Length; i++)
        {
            var weight = Math.Exp(scores[i] - highest);
            probabilities[i] = (float)weight;
            total += weight;
        }

        foreach (ref var probability in probabilities) probability = (float)(probability / total);
    }
}

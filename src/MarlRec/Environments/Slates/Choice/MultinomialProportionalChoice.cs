using MarlRec.Execution;

namespace MarlRec.Environments.Slates.Choice;

/// <summary>
/// P(i) = (score_i − m) / (Σ (score_j − m) + n − m), with a min normaliser m that lifts scores above zero, and a mass n of choosing none.
/// </summary>
/// <remarks>
/// <para>The conditional choice model of Ie et al., "RecSim: A configurable simulation platform for recommender systems", 2019; the min normaliser is taken off the
/// no-click mass too, as there. Where all weights are zero, none is chosen.</para>
/// <para>Thread safety: <em>immutable</em>.</para>
/// </remarks>
public sealed class MultinomialProportionalChoice : IChoiceModel
{
    private readonly float _minNormalizer;
    private readonly float _noClickMass;

    /// <summary>Creates the model.</summary>
    /// <param name="noClickMass">n: the score of choosing none; finite, <paramref name="minNormalizer"/> or more.</param>
    /// <param name="minNormalizer">m: the lowest score that there may be; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public MultinomialProportionalChoice(float noClickMass, float minNormalizer)
    {
        Throw.IfNotFinite(noClickMass);
        Throw.IfNotFinite(minNormalizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(noClickMass, minNormalizer);
        _noClickMass = noClickMass;
        _minNormalizer = minNormalizer;
    }

    /// <inheritdoc/>
    public double LowestScore => _minNormalizer;

    /// <inheritdoc/>
    public double HighestScore => double.PositiveInfinity;

    /// <inheritdoc/>
    public void Probabilities(ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        ChoiceGuard.Check(this, scores, probabilities);
        // In double, where neither a difference nor the sum of single-precision numbers overflows.
        double none = (double)_noClickMass - _minNormalizer, total = none;
        foreach (var score in scores) total += (double)score - _minNormalizer;
        for (var i = 0; i < scores.Length; i++) probabilities[i] = total > 0 ? (float)(((double)scores[i] - _minNormalizer) / total) : 0;
        probabilities[^1] = total > 0 ? (float)(none / total) : 1;
    }
}

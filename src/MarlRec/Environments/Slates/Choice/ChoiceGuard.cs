using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates.Choice;

/// <summary>What is checked of scores and of the models that take them.</summary>
internal static class ChoiceGuard
{
    internal static void Check(IChoiceModel model, ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        Throw.IfLengthDiffers(probabilities.Length, scores.Length + 1, nameof(probabilities));
        foreach (var score in scores)
        {
            if (float.IsFinite(score) && score >= model.LowestScore && score <= model.HighestScore) continue;
            var range = string.Create(CultureInfo.InvariantCulture, $"[{model.LowestScore}, {model.HighestScore}]");
            throw new ArgumentOutOfRangeException(nameof(scores), score, $"Scores must be finite and in {range}.");
        }
    }

    /// <summary>Throws unless every score between two bounds can be turned into a probability.</summary>
    internal static void CheckRange(IChoiceModel model, double lowest, double highest, string name)
    {
        if (model.LowestScore <= lowest && model.HighestScore >= highest) return;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{name} takes scores in [{model.LowestScore}, {model.HighestScore}], but those here are in [{lowest}, {highest}].");
        throw new ArgumentException(message, name);
    }
}

namespace MarlRec.Recommenders.Slates;

/// <summary>
/// Drawing without replacement, one slot after the other, each from a softmax over what is left (Plackett, 1975; Luce, 1959), mixed with a uniform floor that keeps every
/// candidate possible.
/// </summary>
internal static class PlackettLuce
{
    /// <summary>Turns logits into the probabilities of the next draw, in place: <c>(1 − floor) · softmax(logits / temperature) + floor · uniform</c> over the candidates that are not −∞.</summary>
    internal static void Probabilities(Span<float> logits, double temperature, double floor)
    {
        var maximum = float.NegativeInfinity;
        var left = 0;
        foreach (var logit in logits)
        {
            if (float.IsNegativeInfinity(logit)) continue;
            maximum = Math.Max(maximum, logit);
            left++;
        }

        if (left == 0) throw new InvalidOperationException("No candidate is left to draw.");
        double total = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (float.IsNegativeInfinity(logits[i]))
            {
                logits[i] = -1;
                continue;
            }

            var weight = Math.Exp((logits[i] - maximum) / temperature);
            logits[i] = (float)weight;
            total += weight;
        }

        for (var i = 0; i < logits.Length; i++) logits[i] = logits[i] < 0 ? 0 : (float)((1 - floor) * logits[i] / total + floor / left);
    }

    /// <summary>The index of the largest logit; the earliest of equals, so that the prior's order decides ties.</summary>
    internal static int Best(ReadOnlySpan<float> logits)
    {
        var best = -1;
        for (var i = 0; i < logits.Length; i++)
            if (!float.IsNegativeInfinity(logits[i]) && (best < 0 || logits[i] > logits[best])) best = i;
        return best >= 0 ? best : throw new InvalidOperationException("No candidate is left to choose.");
    }
}

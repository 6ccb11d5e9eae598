namespace MarlRec.Encoders.Decoding;

/// <summary>A sequence under way: its last token and what came before it. Thread safety: <em>immutable</em>.</summary>
internal sealed record Hypothesis(Hypothesis? Before, int Token, int Length, double LogProbability)
{
    /// <summary>No token yet.</summary>
    internal static Hypothesis Empty { get; } = new(null, -1, 0, 0);

    internal Hypothesis Then(int token, double logProbability) => new(this, token, Length + 1, logProbability);

    /// <summary>The first <paramref name="count"/> tokens.</summary>
    internal int[] Tokens(int count)
    {
        var tokens = new int[count];
        for (var hypothesis = this; hypothesis.Before is not null; hypothesis = hypothesis.Before)
            if (hypothesis.Length <= count) tokens[hypothesis.Length - 1] = hypothesis.Token;
        return tokens;
    }
}

namespace MarlRec.Encoders.Decoding;

/// <summary>
/// The hypotheses of one source. A place whose hypothesis ends is closed for good, so that W sequences are found at most, and a width of 1 is greedy. Thread
/// safety: <em>single owner</em>.
/// </summary>
internal sealed class Beam(BeamSearchOptions options, int vocabulary, int? end)
{
    private readonly List<Hypothesis> _live = [Hypothesis.Empty], _next = [];
    private readonly List<GeneratedSequence> _found = [];
    private readonly Candidate[] _room = new Candidate[options.Width];

    /// <summary>Whether hypotheses are under way.</summary>
    internal bool IsOpen => _live.Count > 0;

    /// <summary>Adds a token to each hypothesis.</summary>
    /// <param name="scores">[W, V] log-probabilities; rows of closed places are not read.</param>
    /// <param name="parents">[W] filled: which place's past each place goes on from.</param>
    /// <param name="tokens">[W] filled: what each place reads next; 0 where it is closed.</param>
    internal void Advance(ReadOnlySpan<float> scores, Span<int> parents, Span<int> tokens)
    {
        var best = new BestCandidates(_room.AsSpan(0, options.Width - _found.Count));
        for (var place = 0; place < _live.Count; place++)
        {
            var row = scores.Slice(place * vocabulary, vocabulary);
            for (var token = 0; token < vocabulary; token++) best.Offer(_live[place].LogProbability + row[token], place * vocabulary + token);
        }

        for (var place = 0; place < parents.Length; place++) (parents[place], tokens[place]) = (place, 0);
        foreach (var candidate in best.Ordered())
        {
            var (parent, token) = Math.DivRem(candidate.Item, vocabulary);
            var hypothesis = _live[parent].Then(token, candidate.Score);
            if (token == end)
            {
                Add(hypothesis, true);
                continue;
            }

            (parents[_next.Count], tokens[_next.Count]) = (parent, token);
            _next.Add(hypothesis);
        }

        _live.Clear();
        _live.AddRange(_next);
        _next.Clear();
    }

    /// <summary>Closes all places; the sequences found, best first.</summary>
    internal GeneratedSequence[] Finish()
    {
        foreach (var hypothesis in _live) Add(hypothesis, false);
        _live.Clear();
        // A stable order: of equals, what ended first.
        return [.. _found.OrderByDescending(sequence => sequence.Score)];
    }

    private void Add(Hypothesis hypothesis, bool ended)
    {
        var penalty = Math.Pow((5.0 + hypothesis.Length) / 6, options.LengthPenalty);
        var tokens = hypothesis.Tokens(ended ? hypothesis.Length - 1 : hypothesis.Length);
        _found.Add(new GeneratedSequence(tokens, ended, hypothesis.LogProbability, hypothesis.LogProbability / penalty));
    }
}

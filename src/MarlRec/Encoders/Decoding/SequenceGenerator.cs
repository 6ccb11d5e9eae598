using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Decoding;

/// <summary>
/// Writes sequences with an <see cref="EncoderDecoder"/>, step by step: each costs one step, not all before it. It keeps its memory for the next call. Thread
/// safety: <em>single owner</em>; any number of generators may share a model that nobody trains.
/// </summary>
public sealed class SequenceGenerator
{
    private readonly EncoderDecoder _model;
    private readonly DecodingSession _session;

    /// <summary>A generator for one model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="context">Runs its operations; results are the same bits at any degree of parallelism.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public SequenceGenerator(EncoderDecoder model, ComputeContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(context);
        _model = model;
        _session = new DecodingSession(model, context);
    }

    /// <summary>Writes one sequence for each source, choosing token after token.</summary>
    /// <param name="source">At least one sequence.</param>
    /// <param name="strategy">Chooses the next token.</param>
    /// <param name="maximumLength">The most tokens of a sequence, its end included: 1 to the decoder's own maximum.</param>
    /// <param name="random">Source i draws from the fork <c>("sequence", i)</c>, so what is drawn for it does not depend on the others.</param>
    /// <param name="cancellationToken">Looked at before each step; the generator can be used again.</param>
    /// <returns>One for each source, in their order.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no source, or sources are too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number or id is out of range.</exception>
    /// <exception cref="InvalidOperationException">The model gives scores that are not numbers, or the strategy chose no token that there is.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public GeneratedSequence[] Generate(
        SequenceBatch source, IDecodingStrategy strategy, int maximumLength, RandomStream random, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(random);
        RequireLength(maximumLength);
        cancellationToken.ThrowIfCancellationRequested();
        _session.Start(source, 1, maximumLength);
        int batch = source.Batch, open = batch, vocabulary = _model.Decoder.Options.Vocabulary;
        var streams = new RandomStream[batch];
        for (var i = 0; i < batch; i++) streams[i] = random.Fork("sequence", i);
        var written = new Hypothesis[batch];
        Array.Fill(written, Hypothesis.Empty);
        var ended = new bool[batch];
        var previous = new int[batch]; // what has ended reads on, to no end
        for (var step = 0; step < maximumLength && open > 0; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scores = _session.Step(step == 0 ? [] : previous);
            for (var i = 0; i < batch; i++)
            {
                if (ended[i]) continue;
                var row = scores.Slice(i * vocabulary, vocabulary);
                var token = strategy.Choose(row, streams[i]);
                if ((uint)token >= (uint)vocabulary)
                    throw new InvalidOperationException($"The strategy chose token {token}, but tokens are in [0, {vocabulary}).");
                written[i] = written[i].Then(token, written[i].LogProbability + row[token]);
                previous[i] = token;
                if (token != _model.Decoder.Options.EndId) continue;
                ended[i] = true;
                open--;
            }
        }

        var results = new GeneratedSequence[batch];
        for (var i = 0; i < batch; i++)
        {
            var sequence = written[i];
            var tokens = sequence.Tokens(ended[i] ? sequence.Length - 1 : sequence.Length);
            results[i] = new GeneratedSequence(tokens, ended[i], sequence.LogProbability, sequence.LogProbability);
        }

        return results;
    }

    /// <summary>Looks for each source's likeliest sequences by beam search. What the greatest length cuts off competes with what the model ended.</summary>
    /// <param name="source">At least one sequence.</param>
    /// <param name="options">How to search.</param>
    /// <param name="maximumLength">The most tokens of a sequence, its end included: 1 to the decoder's own maximum.</param>
    /// <param name="cancellationToken">Looked at before each step; the generator can be used again.</param>
    /// <returns>For each source, in their order: at least one and at most W different sequences, best first.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no source, sources are too long, or W times the vocabulary is above 2³¹ − 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number or id is out of range.</exception>
    /// <exception cref="InvalidOperationException">The model gives scores that are not numbers.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public GeneratedSequence[][] Search(SequenceBatch source, BeamSearchOptions options, int maximumLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        RequireLength(maximumLength);
        int batch = source.Batch, width = options.Width, vocabulary = _model.Decoder.Options.Vocabulary;
        if ((long)batch * width * vocabulary > int.MaxValue)
            throw new ArgumentException($"{batch} sources with {width} sequences and {vocabulary} tokens each have too many scores.", nameof(options));
        cancellationToken.ThrowIfCancellationRequested();
        _session.Start(source, width, maximumLength);
        var beams = new Beam[batch];
        for (var i = 0; i < batch; i++) beams[i] = new Beam(options, vocabulary, _model.Decoder.Options.EndId);
        int[] tokens = new int[batch * width], parents = new int[batch * width];
        for (var step = 0; step < maximumLength && Array.Exists(beams, beam => beam.IsOpen); step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (step > 0) _session.Reorder(parents);
            var scores = _session.Step(step == 0 ? [] : tokens);
            for (var i = 0; i < batch; i++)
            {
                var first = i * width;
                var places = parents.AsSpan(first, width);
                beams[i].Advance(scores.Slice(first * vocabulary, width * vocabulary), places, tokens.AsSpan(first, width));
                foreach (ref var place in places) place += first;
            }
        }

        return Array.ConvertAll(beams, beam => beam.Finish());
    }

    private void RequireLength(int maximumLength) => Throw.IfOutside(maximumLength, 1, _model.Decoder.Options.MaximumLength);
}

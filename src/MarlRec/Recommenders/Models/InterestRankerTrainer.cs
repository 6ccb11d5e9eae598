using MarlRec.Encoders;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// Fits an <see cref="InterestRanker"/>: next-item prediction over histories and item prediction over texts, both by sampled softmax (Jean et al., 2015) against the
/// same item vectors, so that words and behaviour meet in one space.
/// </summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
internal sealed class InterestRankerTrainer
{
    private const double MaximumGradientNorm = 5;

    private readonly InterestRankerOptions _options;
    private readonly IReadOnlyList<int[]> _histories;
    private readonly TextExamples _texts;
    private readonly RandomStream _random;
    private readonly Tape _tape;
    private readonly LstmEncoder _behaviour;
    private readonly LstmEncoder? _text;
    private readonly TextMatch? _match;
    private readonly float[] _vectors;
    private readonly Parameter _bias;
    private readonly Adam _adam;
    private readonly NegativeSampler _negatives;

    /// <summary>Prepares the training of a ranker.</summary>
    /// <param name="options">Sizes and schedule.</param>
    /// <param name="histories">Each user's items, oldest first.</param>
    /// <param name="texts">Each item's words, [V]; empty where an item has none.</param>
    /// <param name="wordCount">How many words there are; 0 when no item has text.</param>
    /// <param name="random">All randomness.</param>
    /// <param name="context">Runs the kernels.</param>
    internal InterestRankerTrainer(
        InterestRankerOptions options, IReadOnlyList<int[]> histories, IReadOnlyList<int[]> texts, int wordCount, RandomStream random, ComputeContext context)
    {
        (_options, _histories, _random) = (options, histories, random);
        _texts = new TextExamples(texts, histories);
        _match = wordCount > 0 ? new TextMatch(texts, wordCount) : null;
        _tape = new Tape(context);
        _behaviour = new LstmEncoder(texts.Count, options.Size, random.Fork("behaviour"));
        _vectors = CooccurrenceVectors.Fit(histories, texts.Count, options.Size, random.Fork("vectors"));
        _vectors.CopyTo(_behaviour.Embedding.Weight.Value.Span);
        _text = wordCount > 0 ? new LstmEncoder(wordCount, options.Size, random.Fork("text")) : null;
        _bias = new Parameter(new Tensors.FloatTensor(texts.Count));
        (string Name, Parameter Parameter)[] named = [.. Prefixed(_behaviour, "behaviour."), .. Prefixed(_text, "text."), ("bias", _bias)];
        _adam = new Adam(named, new AdamOptions { LearningRate = options.LearningRate }, context);
        _negatives = new NegativeSampler(histories, texts.Count, options.Negatives);
    }

    /// <summary>One pass over all histories and texts.</summary>
    /// <param name="epoch">Which, from 0.</param>
    /// <param name="cancellationToken">Checked before each update.</param>
    /// <returns>The mean loss of the histories, in nats.</returns>
    internal double Epoch(int epoch, CancellationToken cancellationToken)
    {
        var random = _random.Fork("epoch", epoch);
        var windows = SequenceWindows.Cut(_histories, _options.SequenceLength, random.Fork("windows"));
        var texts = _text is null ? [] : _texts.Draw(_options.TextLength, random.Fork("texts"));
        var batches = (windows.Count + _options.BatchSize - 1) / _options.BatchSize;
        double loss = 0;
        var textDone = 0;
        for (var batch = 0; batch < batches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = batch * _options.BatchSize;
            loss += Update(_behaviour, TrainingBatch.OfWindows(windows, first, Math.Min(_options.BatchSize, windows.Count - first)), random.Fork("negatives", batch), _options.Dropout);
            var textUntil = (int)((long)texts.Count * (batch + 1) / batches);
            for (; textDone < textUntil; textDone += Math.Min(_options.BatchSize, textUntil - textDone))
                UpdateText(texts, textDone, Math.Min(_options.BatchSize, textUntil - textDone), random);
        }

        for (; textDone < texts.Count; textDone += Math.Min(_options.BatchSize, texts.Count - textDone))
            UpdateText(texts, textDone, Math.Min(_options.BatchSize, texts.Count - textDone), random);
        return batches == 0 ? 0 : loss / batches;
    }

    /// <summary>The ranker as trained so far, blended with <paramref name="transitions"/>.</summary>
    internal InterestRanker Build(TransitionCounts transitions, ScoreBlend blend) => new(_options, _behaviour, _text, _match, _bias, _vectors, transitions, blend);

    private static IEnumerable<(string, Parameter)> Prefixed(Module? module, string prefix) =>
        module?.NamedParameters().Select(entry => (prefix + entry.Name, entry.Parameter)) ?? [];

    private void UpdateText(IReadOnlyList<TextExamples.Example> texts, int first, int count, RandomStream random) =>
        Update(_text!, TrainingBatch.OfTexts(texts, first, count), random.Fork("text negatives", first), dropout: 0);

    private double Update(LstmEncoder encoder, TrainingBatch batch, RandomStream random, double dropout)
    {
        _tape.Reset();
        _adam.ZeroGradients();
        var input = encoder.Embed(_tape, batch.Ids, batch.Lengths.Length, batch.Time);
        if (dropout > 0) input = _tape.Multiply(input, DropoutMask(input.Value.Length, dropout, random.Fork("dropout"), input.Shape));
        var states = encoder.Lstm.Forward(_tape, input, batch.Lengths);
        var rows = _tape.GatherRows(_tape.Reshape(states, batch.Lengths.Length * batch.Time, encoder.Size), batch.Rows);
        var (negatives, corrections) = _negatives.Draw(batch.Targets, random);
        var loss = _tape.SampledSoftmax(rows, _behaviour.Embedding.Weight, _bias, batch.Targets, batch.Weights, negatives, corrections.Targets, corrections.Negatives);
        var value = loss.Value[0];
        _tape.Backward(loss);
        GradientClip.ByGlobalNorm(_adam.Parameters, MaximumGradientNorm, _tape.Context);
        _adam.Step();
        return value;
    }

    private Variable DropoutMask(int length, double dropout, RandomStream random, Tensors.Shape shape)
    {
        var mask = new float[length];
        var (kept, scale) = ((float)(1 - dropout), (float)(1 / (1 - dropout)));
        for (var i = 0; i < mask.Length; i++) mask[i] = random.NextSingle() < kept ? scale : 0;
        return _tape.Constant(mask, shape[0], shape[1], shape[2]);
    }
}

using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// Trains a network that reads sequences of ids to answer yes or no: binary cross-entropy on its one logit, Adam. The network ends in one output without
/// a sigmoid; <see cref="Predict"/> applies it.
/// </summary>
/// <remarks>
/// Thread safety: <em>single owner</em>; <see cref="Predict"/> and <see cref="Evaluate"/> may run on several threads at once while nobody fits.
/// </remarks>
public sealed class SequenceClassifier
{
    private const int InferenceRows = 256;
    private readonly ComputeContext _context;
    private readonly Adam _adam;
    private readonly Tape _tape;

    /// <summary>A classifier around a network, which it trains in place.</summary>
    /// <param name="network">Reads sequences of ids and returns one logit for each, such as Embedding → Lstm → Linear(…, 1).</param>
    /// <param name="options">The optimiser's options; null for the defaults.</param>
    /// <param name="context">Runs the work; null for the calling thread. The bits do not depend on it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public SequenceClassifier(Sequential network, AdamOptions? options = null, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
        _context = context ?? ComputeContext.Serial;
        _adam = new Adam(network.NamedParameters(), options, _context);
        _tape = new Tape(_context);
    }

    /// <summary>The network.</summary>
    public Sequential Network { get; }

    /// <summary>Trains the network, in shuffled batches.</summary>
    /// <param name="inputs">N sequences, at least 1.</param>
    /// <param name="labels">N labels in [0, 1].</param>
    /// <param name="options">How.</param>
    /// <param name="random">Decides the order of rows.</param>
    /// <param name="progress">Hears of each update, if not null.</param>
    /// <param name="cancellationToken">Checked before each update.</param>
    /// <returns>One entry for each epoch.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> or <paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no rows, none is left to train on, the numbers of rows and labels differ, or the network does not return one number for each row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label, id or option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the updates made so far stay.</exception>
    public IReadOnlyList<FitEpoch> Fit(
        SequenceBatch inputs,
        ReadOnlySpan<float> labels,
        FitOptions options,
        RandomStream random,
        IProgress<ClassifierProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        options.Validate();
        CheckLabels(inputs, labels);
        var validation = (int)(inputs.Batch * options.ValidationFraction);
        var training = inputs.Batch - validation;
        var order = new int[training];
        for (var i = 0; i < training; i++) order[i] = i;
        var rows = new SequenceRows();
        var rowLabels = new float[Math.Min(options.BatchSize, training)];
        var updates = (training + options.BatchSize - 1) / options.BatchSize;
        var history = new List<FitEpoch>();
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Fork("epoch", epoch).Shuffle(order.AsSpan());
            double loss = 0, right = 0;
            for (var first = 0; first < training; first += options.BatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(options.BatchSize, training - first);
                var chosen = order.AsSpan(first, count);
                rows.Gather(inputs, chosen);
                for (var i = 0; i < count; i++) rowLabels[i] = labels[chosen[i]];
                var (batchLoss, batchRight) = Update(rows.Batch, rowLabels.AsSpan(0, count), options.MaximumGradientNorm);
                loss += batchLoss * count;
                right += batchRight;
                var seen = first + count;
                progress?.Report(new ClassifierProgress(epoch + 1, options.Epochs, first / options.BatchSize + 1, updates, loss / seen, right / seen));
            }

            ClassifierScore? score = validation == 0 ? null : Evaluate(Slice(inputs, training, validation), labels[training..]);
            history.Add(new FitEpoch(loss / training, right / training, score?.Loss, score?.Accuracy));
        }

        return history;
    }

    /// <summary>Measures loss and accuracy.</summary>
    /// <param name="inputs">N sequences, at least 1.</param>
    /// <param name="labels">N labels in [0, 1].</param>
    /// <exception cref="ArgumentException">There are no rows, or the numbers of rows and labels differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label or id is out of range.</exception>
    public ClassifierScore Evaluate(SequenceBatch inputs, ReadOnlySpan<float> labels)
    {
        CheckLabels(inputs, labels);
        var tape = new Tape(_context, recording: false);
        double loss = 0, right = 0;
        for (var first = 0; first < inputs.Batch; first += InferenceRows)
        {
            var count = Math.Min(InferenceRows, inputs.Batch - first);
            tape.Reset();
            var logits = Logits(tape, Slice(inputs, first, count));
            loss += tape.BinaryCrossEntropyWithLogits(logits, labels.Slice(first, count)).Value[0] * (double)count;
            right += CountRight(logits.Value, labels.Slice(first, count));
        }

        return new ClassifierScore(loss / inputs.Batch, right / inputs.Batch);
    }

    /// <summary>The probability of yes for each sequence.</summary>
    /// <param name="inputs">N sequences.</param>
    /// <returns>N numbers in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public float[] Predict(SequenceBatch inputs)
    {
        var tape = new Tape(_context, recording: false);
        var probabilities = new float[inputs.Batch];
        for (var first = 0; first < inputs.Batch; first += InferenceRows)
        {
            var count = Math.Min(InferenceRows, inputs.Batch - first);
            tape.Reset();
            tape.Sigmoid(Logits(tape, Slice(inputs, first, count))).Value.CopyTo(probabilities.AsSpan(first));
        }

        return probabilities;
    }

    /// <summary>Copies network and optimiser into a dictionary, enough to continue exactly.</summary>
    /// <param name="into">Receives the tensors.</param>
    /// <param name="prefix">Put in front of each name as it is.</param>
    /// <exception cref="ArgumentException">A name is taken already.</exception>
    public void ExportState(IDictionary<string, FloatTensor> into, string prefix)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(prefix);
        Network.ExportState(into, prefix + "network.");
        _adam.ExportState(into, prefix + "adam.");
    }

    /// <summary>Continues from an exported state.</summary>
    /// <param name="from">What <see cref="ExportState"/> wrote.</param>
    /// <param name="prefix">As at the export.</param>
    /// <exception cref="ArgumentException">A tensor is missing, misshapen or not finite.</exception>
    public void ImportState(IReadOnlyDictionary<string, FloatTensor> from, string prefix)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(prefix);
        // Checked before the optimiser takes anything: a state that does not fit changes nothing.
        foreach (var (name, parameter) in Network.NamedParameters()) StateTensors.Require(from, prefix + "network." + name, parameter.Value.Shape);
        _adam.ImportState(from, prefix + "adam.");
        Network.ImportState(from, prefix + "network.");
    }

    private static SequenceBatch Slice(SequenceBatch inputs, int first, int count) =>
        new(inputs.Ids.Slice(first * inputs.Time, count * inputs.Time), inputs.Lengths.Slice(first, count), inputs.Time);

    private static void CheckLabels(SequenceBatch inputs, ReadOnlySpan<float> labels)
    {
        if (inputs.Batch == 0) throw new ArgumentException("inputs must hold at least one sequence.", nameof(inputs));
        if (labels.Length != inputs.Batch) throw new ArgumentException($"labels has {labels.Length} entries, but there are {inputs.Batch} sequences.", nameof(labels));
        for (var i = 0; i < labels.Length; i++)
            if (!(labels[i] >= 0 && labels[i] <= 1)) throw new ArgumentOutOfRangeException(nameof(labels), labels[i], $"labels[{i}] must be in [0, 1].");
    }

    private static int CountRight(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels)
    {
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
            if (logits[i] >= 0 == labels[i] >= 0.5f) right++;
        return right;
    }

    private (double Loss, int Right) Update(SequenceBatch rows, ReadOnlySpan<float> labels, double maximumNorm)
    {
        _tape.Reset();
        _adam.ZeroGradients();
        var logits = Logits(_tape, rows);
        var loss = _tape.BinaryCrossEntropyWithLogits(logits, labels);
        _tape.Backward(loss);
        if (double.IsFinite(maximumNorm)) GradientClip.ByGlobalNorm(_adam.Parameters, maximumNorm, _context);
        _adam.Step();
        return (loss.Value[0], CountRight(logits.Value, labels));
    }

    private Variable Logits(Tape tape, SequenceBatch batch)
    {
        var logits = Network.Forward(tape, batch);
        if (logits.Shape.Length != batch.Batch)
            throw new ArgumentException($"The network returned {logits.Shape} for {batch.Batch} sequences; one number for each was expected.", nameof(batch));
        return logits;
    }
}

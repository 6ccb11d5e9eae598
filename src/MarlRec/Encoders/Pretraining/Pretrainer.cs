using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// Makes an objective's loss smaller, epoch by epoch: shuffled batches, a limit on the gradient's norm, a schedule, measurements on examples kept apart, early
/// stopping, and the best weights at the end.
/// </summary>
/// <remarks>
/// <para>Epoch e shuffles with <c>Fork("epoch", e)</c> and update u draws with <c>Fork("update", u)</c> of one stream, so a run depends on seeds, examples and options alone, at any
/// degree of parallelism. An update whose loss or gradient is not finite changes no weight and is counted.</para>
/// <para><see cref="Save"/> works after any update, also after a cancelled run; who loads it into a pre-trainer made with equal arguments goes on as if there had been
/// no pause, to the last bit. Thread safety: <em>single owner</em>, who also owns the parameters.</para>
/// </remarks>
public sealed partial class Pretrainer
{
    private readonly IPretrainingObjective _objective;
    private readonly IPretrainingObjective? _validation;
    private readonly Optimizer _optimizer;
    private readonly PretrainingOptions _options;
    private readonly ComputeContext _context;
    private readonly TimeProvider? _clock;
    private readonly FineTuning? _tuning;
    private readonly Tape _tape;
    private RandomStream _random;
    private int[] _training = [], _kept = [], _order = [];
    private int _ordered = -1; // the epoch that _order is for

    // Where the run stands; all of it is saved.
    private int _epoch, _position, _stale;
    private long _updates, _skipped, _targets, _right;
    private double _sum;
    private PretrainingScore? _latest, _best;
    private Dictionary<string, Tensors.FloatTensor>? _bestWeights;
    private double _gradientNorm = double.NaN;

    /// <summary>A run that has not begun.</summary>
    /// <param name="objective">What to make smaller.</param>
    /// <param name="optimizer">Moves the objective's parameters, or some of them; such as <see cref="AdamW"/>.</param>
    /// <param name="options">How.</param>
    /// <param name="random">Decides which examples are kept apart, their order, dropout, masks and samples. Only its key is used.</param>
    /// <param name="validation">
    /// What to measure with, if not examples that <see cref="PretrainingOptions.ValidationFraction"/> keeps apart: an objective over the same modules and other data.
    /// </param>
    /// <param name="context">Runs the work; null for the calling thread. The bits do not depend on it.</param>
    /// <param name="clock">For elapsed time in reports; without it reports hold none. It changes nothing else.</param>
    /// <param name="tuning">Which layers are trained in which epoch; null to leave that alone. The optimiser is usually made over its <see cref="FineTuning.Groups"/>.</param>
    /// <exception cref="ArgumentNullException">An argument without a default is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// There is no example to train on, the optimiser moves a parameter that is not the objective's, there are two sources of validation, or an objective to validate with has no examples.
    /// </exception>
    public Pretrainer(
        IPretrainingObjective objective,
        Optimizer optimizer,
        PretrainingOptions options,
        RandomStream random,
        IPretrainingObjective? validation = null,
        ComputeContext? context = null,
        TimeProvider? clock = null,
        FineTuning? tuning = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        options.Validate();
        var known = new HashSet<Parameter>(objective.Parameters.Select(named => named.Parameter), ReferenceEqualityComparer.Instance);
        foreach (var (name, parameter) in optimizer.Parameters)
            if (!known.Contains(parameter)) throw new ArgumentException($"The optimiser moves parameter {name}, which is not one of the objective's.", nameof(optimizer));
        if (validation is not null && options.ValidationFraction > 0)
            throw new ArgumentException("Validation comes from an objective of its own or from a fraction of the examples, not from both.", nameof(validation));
        if (validation is { ExampleCount: 0 }) throw new ArgumentException("The objective to validate with has no examples.", nameof(validation));
        (_objective, _validation, _optimizer, _options, _clock, _tuning) = (objective, validation, optimizer, options, clock, tuning);
        _context = context ?? ComputeContext.Serial;
        _tape = new Tape(_context);
        _random = random.Fork("pretraining");
        Split();
        if (_training.Length == 0) throw new ArgumentException($"Of {objective.ExampleCount} examples none is left to train on.", nameof(objective));
    }

    /// <summary>Updates so far, the skipped ones among them.</summary>
    public long UpdateCount => _updates;

    /// <summary>Whether all epochs are done or patience has run out.</summary>
    public bool IsFinished => _epoch >= _options.Epochs || _stale >= _options.Patience;

    /// <summary>Trains until all epochs are done or patience has run out.</summary>
    /// <param name="progress">Hears of each update, if not null.</param>
    /// <param name="cancellationToken">Checked before each update and each batch that is measured.</param>
    /// <returns>The last report.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the updates made so far stay, and the run may go on or be saved.</exception>
    public PretrainingProgress Run(IProgress<PretrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunFor(long.MaxValue, progress, cancellationToken);

    /// <summary>Trains for some more updates, or until the run is finished.</summary>
    /// <param name="updates">At least 1.</param>
    /// <param name="progress">Hears of each update, if not null.</param>
    /// <param name="cancellationToken">Checked before each update and each batch that is measured.</param>
    /// <returns>The last report.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="updates"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the updates made so far stay, and the run may go on or be saved.</exception>
    public PretrainingProgress RunFor(long updates, IProgress<PretrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(updates, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var started = _clock?.GetTimestamp() ?? 0;
        if (_position == _training.Length) EndEpoch(cancellationToken); // cancelled between its last update and its measurement
        for (var done = 0L; done < updates && !IsFinished; done++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Update();
            if (_position == _training.Length) EndEpoch(cancellationToken);
            progress?.Report(Snapshot(started));
        }

        return Snapshot(started);
    }

    /// <summary>Measures an objective on all of its examples, as a run does on its validation examples.</summary>
    /// <param name="objective">What to measure.</param>
    /// <param name="batchSize">How many examples to read at once: at least 1.</param>
    /// <param name="context">Runs the work; null for the calling thread.</param>
    /// <param name="cancellationToken">Checked before each batch.</param>
    /// <exception cref="ArgumentNullException"><paramref name="objective"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static PretrainingScore Evaluate(
        IPretrainingObjective objective, int batchSize = 32, ComputeContext? context = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return Measure(objective, Numbers(objective.ExampleCount), batchSize, context ?? ComputeContext.Serial, cancellationToken);
    }

    private void Update()
    {
        if (_position == 0) (_sum, _targets, _right) = (0, 0, 0);
        if (_ordered != _epoch)
        {
            // From the beginning each time: the order of an epoch is a function of its number.
            _training.CopyTo(_order, 0);
            _random.Fork("epoch", _epoch).Shuffle(_order.AsSpan());
            _ordered = _epoch;
            _tuning?.Apply(_epoch);
        }

        var count = Math.Min(_options.BatchSize, _training.Length - _position);
        _tape.Reset();
        _optimizer.ZeroGradients();
        if (_options.Schedule is { } schedule) _optimizer.LearningRate = schedule.At(_optimizer.StepCount);
        var result = _objective.Record(_tape, _order.AsSpan(_position, count), _random.Fork("update", _updates));
        if (result.Targets > 0) Learn(result);
        _position += count;
        _updates++;
    }

    private void Learn(ObjectiveResult result)
    {
        double loss = result.Loss.Value[0];
        _tape.Backward(result.Loss);
        _gradientNorm = GradientClip.ByGlobalNorm(_optimizer.Parameters, Math.Min(_options.MaximumGradientNorm, double.MaxValue), _context);
        if (!double.IsFinite(loss) || !double.IsFinite(_gradientNorm))
        {
            _skipped++;
            return;
        }

        _optimizer.Step();
        _sum += loss * result.Targets;
        _targets += result.Targets;
        _right += result.Right;
    }

    private void EndEpoch(CancellationToken cancellationToken)
    {
        var last = _epoch + 1 == _options.Epochs;
        if ((_validation is not null || _kept.Length > 0) && (last || (_epoch + 1) % _options.EvaluateEvery == 0))
        {
            Judge(_validation is null
                ? Measure(_objective, _kept, _options.BatchSize, _context, cancellationToken)
                : Evaluate(_validation, _options.BatchSize, _context, cancellationToken));
        }

        _epoch++;
        _position = 0;
        if (IsFinished && _bestWeights is not null) WriteWeights(_bestWeights, "");
    }

    private void Judge(PretrainingScore score)
    {
        _latest = score;
        // Written so that NaN is never the best.
        if (_best is { } best ? !(score.Loss < best.Loss) : double.IsNaN(score.Loss))
        {
            _stale++;
            return;
        }

        _stale = 0;
        _best = score;
        if (!_options.KeepBest) return;
        _bestWeights ??= new Dictionary<string, Tensors.FloatTensor>(StringComparer.Ordinal);
        foreach (var (name, parameter) in _objective.Parameters)
        {
            if (_bestWeights.TryGetValue(name, out var kept)) parameter.Value.Span.CopyTo(kept.Span);
            else _bestWeights.Add(name, parameter.Value.Clone());
        }
    }

    private static PretrainingScore Measure(
        IPretrainingObjective objective, int[] examples, int batchSize, ComputeContext context, CancellationToken cancellationToken)
    {
        var tape = new Tape(context, recording: false);
        double sum = 0;
        long targets = 0, right = 0;
        for (var first = 0; first < examples.Length; first += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tape.Reset();
            var result = objective.Record(tape, examples.AsSpan(first, Math.Min(batchSize, examples.Length - first)), null);
            if (result.Targets == 0) continue;
            sum += (double)result.Loss.Value[0] * result.Targets;
            targets += result.Targets;
            right += result.Right;
        }

        return PretrainingScore.Of(sum, targets, right);
    }

    private void Split()
    {
        var all = Numbers(_objective.ExampleCount);
        var kept = (int)(all.Length * _options.ValidationFraction);
        if (kept > 0) _random.Fork("validation").Shuffle(all.AsSpan());
        _kept = all[..kept];
        _training = all[kept..];
        // Neighbours are often alike, and batches are quicker to read in the order of the data.
        Array.Sort(_kept);
        Array.Sort(_training);
        _order = new int[_training.Length];
        _ordered = -1;
    }

    private static int[] Numbers(int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++) numbers[i] = i;
        return numbers;
    }

    private PretrainingProgress Snapshot(long started)
    {
        var perEpoch = (_training.Length + _options.BatchSize - 1) / _options.BatchSize;
        var between = _position == 0 && _epoch > 0;
        return new PretrainingProgress
        {
            Epoch = _position == 0 ? _epoch : _epoch + 1,
            Epochs = _options.Epochs,
            Update = between ? perEpoch : (_position + _options.BatchSize - 1) / _options.BatchSize,
            Updates = perEpoch,
            TotalUpdates = _updates,
            SkippedUpdates = _skipped,
            Training = PretrainingScore.Of(_sum, _targets, _right),
            Validation = _latest,
            Best = _best,
            LearningRate = _optimizer.LearningRate,
            GradientNorm = _gradientNorm,
            IsFinished = IsFinished,
            Elapsed = _clock?.GetElapsedTime(started),
        };
    }
}

namespace MarlRec.Learning.Training;

/// <summary>Collects experience and updates a learner in turn.</summary>
/// <typeparam name="TBatch">What the collector makes and the learner reads.</typeparam>
/// <remarks>
/// <para>Collector and learner take turns on the caller's thread, so a run depends on seeds and options alone. Save with <see cref="ExportState"/> between
/// runs: a new trainer that loads it continues as if there had been no pause, to the last bit.</para>
/// <para>Thread safety: <em>single owner</em>; snapshots that the learner publishes may serve meanwhile.</para>
/// </remarks>
public sealed class Trainer<TBatch>
{
    private readonly TrainerOptions _options;
    private readonly TimeProvider? _clock;

    /// <summary>Joins a collector and a learner.</summary>
    /// <param name="collector">Plays the environments.</param>
    /// <param name="learner">Learns from its batches.</param>
    /// <param name="options">The settings; the defaults when null.</param>
    /// <param name="clock">For elapsed time and steps per second in reports; without it reports hold none. It changes nothing else.</param>
    /// <exception cref="ArgumentNullException"><paramref name="collector"/> or <paramref name="learner"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Trainer(ICollector<TBatch> collector, ILearner<TBatch> learner, TrainerOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(collector);
        ArgumentNullException.ThrowIfNull(learner);
        _options = options ?? new TrainerOptions();
        _options.Validate();
        (Collector, Learner, _clock) = (collector, learner, clock);
    }

    /// <summary>Plays the environments.</summary>
    public ICollector<TBatch> Collector { get; }

    /// <summary>Learns.</summary>
    public ILearner<TBatch> Learner { get; }

    /// <summary>Trains until <see cref="TrainerOptions.TotalSteps"/> have been taken in all.</summary>
    /// <param name="progress">Told every <see cref="TrainerOptions.ReportEverySteps"/> and at the end; may be null.</param>
    /// <param name="cancellationToken">Looked at between updates.</param>
    /// <returns>The last report.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the trainer and its learner stay usable and may go on.</exception>
    public TrainingProgress Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunUntil(_options.TotalSteps, progress, cancellationToken);

    /// <summary>Trains for about <paramref name="steps"/> more environment steps, but not beyond <see cref="TrainerOptions.TotalSteps"/>.</summary>
    /// <param name="steps">At least 1; rounded up to whole collections.</param>
    /// <param name="progress">Told every <see cref="TrainerOptions.ReportEverySteps"/> and at the end; may be null.</param>
    /// <param name="cancellationToken">Looked at between updates.</param>
    /// <returns>The last report.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the trainer and its learner stay usable and may go on.</exception>
    public TrainingProgress RunFor(long steps, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return RunUntil(Collector.Steps + Math.Min(steps, Math.Max(0, _options.TotalSteps - Collector.Steps)), progress, cancellationToken);
    }

    /// <summary>Writes everything needed to continue exactly: learner, streams, episodes under way.</summary>
    /// <param name="into">Where to write.</param>
    /// <exception cref="ArgumentNullException"><paramref name="into"/> is null.</exception>
    public void ExportState(TrainingState into)
    {
        ArgumentNullException.ThrowIfNull(into);
        Learner.ExportState(into, "learner.");
        Collector.ExportState(into, "collector.");
    }

    /// <summary>Continues from what <see cref="ExportState"/> wrote in a trainer made with equal arguments.</summary>
    /// <param name="from">Where to read.</param>
    /// <exception cref="ArgumentNullException"><paramref name="from"/> is null.</exception>
    /// <exception cref="ArgumentException">The state does not fit; make a new trainer before training on.</exception>
    public void ImportState(TrainingState from)
    {
        ArgumentNullException.ThrowIfNull(from);
        Learner.ImportState(from, "learner.");
        Collector.ImportState(from, "collector.");
    }

    private TrainingProgress RunUntil(long target, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var started = _clock?.GetTimestamp() ?? 0;
        var before = Collector.Steps;
        var reported = before;
        var latest = default(UpdateResult);
        while (Collector.Steps < target)
        {
            cancellationToken.ThrowIfCancellationRequested();
            latest = Learner.Update(Collector.Collect(Learner.Behaviour));
            if (Collector.Steps - reported < _options.ReportEverySteps || Collector.Steps >= target) continue;
            reported = Collector.Steps;
            progress?.Report(Snapshot(latest, before, started));
        }

        var last = Snapshot(latest, before, started);
        progress?.Report(last);
        return last;
    }

    private TrainingProgress Snapshot(UpdateResult latest, long before, long started)
    {
        var elapsed = _clock?.GetElapsedTime(started);
        return new TrainingProgress
        {
            Steps = Collector.Steps,
            TotalSteps = _options.TotalSteps,
            Updates = Learner.UpdateCount,
            Episodes = Collector.Episodes.Count,
            MeanReturn = Collector.Episodes.MeanReturn,
            MeanLength = Collector.Episodes.MeanLength,
            LatestUpdate = latest,
            Elapsed = elapsed,
            StepsPerSecond = elapsed is { TotalSeconds: > 0 } time ? (Collector.Steps - before) / time.TotalSeconds : null,
        };
    }
}

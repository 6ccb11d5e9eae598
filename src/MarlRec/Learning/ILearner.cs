namespace MarlRec.Learning;

/// <summary>Turns experience into a better policy.</summary>
/// <typeparam name="TBatch">What one update reads: a <see cref="Rollout"/>, transitions, whole episodes.</typeparam>
/// <remarks>Thread safety: <em>single owner</em>; published snapshots may be used from any thread meanwhile.</remarks>
public interface ILearner<in TBatch>
{
    /// <summary>How many updates have been made.</summary>
    long UpdateCount { get; }

    /// <summary>The live policy to collect experience with; it changes with each update. <em>Single owner</em>.</summary>
    IPolicy Behaviour { get; }

    /// <summary>Makes one update.</summary>
    /// <param name="batch">The experience; only read, and not kept.</param>
    /// <returns>The logged numbers of this update.</returns>
    /// <exception cref="ArgumentException">The batch does not fit the learner; nothing has changed.</exception>
    UpdateResult Update(TBatch batch);

    /// <summary>An immutable copy of the present policy.</summary>
    PolicySnapshot Publish();

    /// <summary>Writes everything needed to continue exactly: weights, optimiser, counters, random streams.</summary>
    /// <param name="into">Where to write.</param>
    /// <param name="prefix">Put before each name, such as <c>"learner."</c>.</param>
    void ExportState(TrainingState into, string prefix);

    /// <summary>Reads what <see cref="ExportState"/> wrote from a learner made with equal arguments.</summary>
    /// <param name="from">Where to read.</param>
    /// <param name="prefix">The prefix it was written with.</param>
    /// <exception cref="ArgumentException">An entry is missing or has another shape; nothing has changed.</exception>
    void ImportState(TrainingState from, string prefix);
}

namespace MarlRec.Learning.Training;

/// <summary>Plays environments with a policy and hands over the experience, one batch for one update.</summary>
/// <typeparam name="TBatch">The batch its learners read.</typeparam>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public interface ICollector<out TBatch>
{
    /// <summary>How many environment steps have been taken, over all copies.</summary>
    long Steps { get; }

    /// <summary>The episodes that have ended.</summary>
    EpisodeStatistics Episodes { get; }

    /// <summary>Plays on from where the last collection stopped.</summary>
    /// <param name="policy">Who acts.</param>
    /// <returns>The experience, valid until the next collection.</returns>
    TBatch Collect(IPolicy policy);

    /// <summary>Writes everything needed to play on exactly, in mid-episode too.</summary>
    /// <param name="into">Where to write.</param>
    /// <param name="prefix">Put before each name.</param>
    void ExportState(TrainingState into, string prefix);

    /// <summary>Reads what <see cref="ExportState"/> wrote from a collector made with equal arguments.</summary>
    /// <param name="from">Where to read.</param>
    /// <param name="prefix">The prefix it was written with.</param>
    /// <exception cref="ArgumentException">An entry is missing or does not fit.</exception>
    void ImportState(TrainingState from, string prefix);
}

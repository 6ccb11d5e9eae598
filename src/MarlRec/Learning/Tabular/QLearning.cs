using MarlRec.Execution;
using MarlRec.Learning.Exploration;

namespace MarlRec.Learning.Tabular;

/// <summary>Settings of <see cref="QLearning"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record QLearningOptions
{
    /// <summary>Step size α in (0, 1].</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>ω in [0, 1]: the n-th visit of a pair moves it by α / n^ω. 0, the default, keeps α; in stochastic environments values above ½ converge
    /// (Even-Dar and Mansour, "Learning rates for Q-learning", 2003).</summary>
    public double VisitExponent { get; init; }

    /// <summary>γ in [0, 1].</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>ε of the behaviour policy by update count, in [0, 1].</summary>
    public LinearSchedule Epsilon { get; init; } = LinearSchedule.Constant(0.1);

    /// <summary>What the table starts with; finite. High values explore.</summary>
    public double InitialValue { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range; the message names it.</exception>
    /// <exception cref="ArgumentNullException"><see cref="Epsilon"/> is null.</exception>
    public void Validate() => TabularSettings.Check(LearningRate, VisitExponent, Discount, Epsilon, InitialValue);
}

/// <summary>Tabular Q-learning (Watkins, "Learning from delayed rewards", 1989; Watkins and Dayan, 1992).</summary>
/// <remarks>
/// <para>Q(s, a) ← Q(s, a) + α·(r + γ·maxₐ′ Q(s′, a′) − Q(s, a)), the max over legal actions and 0 where s′ is terminal: the value of acting
/// greedily, whatever the behaviour does. Agents share the table unless the indexer gives them rows of their own.</para>
/// <para>Deviations from the paper: a truncated step bootstraps like any other; ties go to the lowest action.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class QLearning : ILearner<IReadOnlyList<Transition>>
{
    private static readonly string[] Logged = ["td-error", "epsilon"];
    private readonly QLearningOptions _options;
    private readonly StateIndexer _indexer;

    /// <summary>Makes an untrained learner.</summary>
    /// <param name="stateCount">S, how many states <paramref name="indexer"/> tells apart; at least 1.</param>
    /// <param name="actionCount">K, at least 1.</param>
    /// <param name="indexer">From observation to state; for one-hot observations <see cref="OneHotState.Index"/>.</param>
    /// <param name="options">The settings; the defaults when null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="indexer"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1, or an option is out of its range.</exception>
    public QLearning(int stateCount, int actionCount, StateIndexer indexer, QLearningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(indexer);
        _options = options ?? new QLearningOptions();
        _options.Validate();
        _indexer = indexer;
        Table = new QTable(stateCount, actionCount, _options.InitialValue);
        Behaviour = new TabularPolicy(Table, indexer, () => Epsilon);
    }

    /// <summary>The live action values.</summary>
    public QTable Table { get; }

    /// <inheritdoc/>
    public long UpdateCount { get; private set; }

    /// <inheritdoc/>
    public IPolicy Behaviour { get; }

    private double Epsilon => _options.Epsilon.Value(UpdateCount);

    /// <summary>Backs up each transition in turn; each counts as one update.</summary>
    /// <inheritdoc/>
    public UpdateResult Update(IReadOnlyList<Transition> batch)
    {
        var states = TabularSettings.CheckBatch(batch, Table, _indexer);
        var error = 0.0;
        for (var i = 0; i < batch.Count; i++)
        {
            var t = batch[i];
            var future = t.Terminated ? 0 : _options.Discount * Table.Max(states[i].Next, t.NextMask.Span);
            error += Math.Abs(Table.MoveTowards(states[i].State, t.Action, t.Reward + future, _options.LearningRate, _options.VisitExponent));
            UpdateCount++;
        }

        return new UpdateResult(Logged, batch.Count == 0 ? 0 : error / batch.Count, Epsilon);
    }

    /// <inheritdoc/>
    public PolicySnapshot Publish() => TabularPolicy.Publish(UpdateCount, Table, _indexer, Epsilon);

    /// <inheritdoc/>
    public void ExportState(TrainingState into, string prefix)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(prefix);
        into.SetInteger(prefix + "updates", UpdateCount);
        Table.ExportState(into, prefix);
    }

    /// <inheritdoc/>
    public void ImportState(TrainingState from, string prefix)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(prefix);
        var updates = from.ReadCount(prefix + "updates");
        Table.ImportState(from, prefix);
        UpdateCount = updates;
    }
}

using MarlRec.Execution;

namespace MarlRec.Learning;

/// <summary>Consecutive decisions of several agents in several environments, stored series after series (N decisions in all).</summary>
/// <remarks>
/// <para>A series is one agent's decisions in one copy of the environment, in time order; it may hold several episodes, cut by the end flags.
/// Within a series and between ends, the observation reached by one decision is the one the next decision leaves.</para>
/// <para>Thread safety: <em>single owner</em>. Memory is reused after <see cref="Clear"/>.</para>
/// </remarks>
public sealed class Rollout
{
    private float[] _observations = [], _nextObservations = [], _rewards = [];
    private bool[] _masks = [], _terminated = [], _truncated = [];
    private int[] _actions = [], _agents = [];
    private readonly List<int> _seriesStarts = [];
    private bool _seriesOpen;

    /// <summary>An empty rollout.</summary>
    /// <param name="observationSize">D, at least 1.</param>
    /// <param name="actionCount">K, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Rollout(int observationSize, int actionCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observationSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(actionCount, 1);
        ObservationSize = observationSize;
        ActionCount = actionCount;
    }

    /// <summary>D.</summary>
    public int ObservationSize { get; }

    /// <summary>K.</summary>
    public int ActionCount { get; }

    /// <summary>N, the number of decisions.</summary>
    public int Count { get; private set; }

    /// <summary>The number of series.</summary>
    public int SeriesCount => _seriesStarts.Count;

    /// <summary>Observations[N,D] that decisions were made in.</summary>
    public ReadOnlySpan<float> Observations => _observations.AsSpan(0, Count * ObservationSize);

    /// <summary>Observations[N,D] reached; final ones at ends.</summary>
    public ReadOnlySpan<float> NextObservations => _nextObservations.AsSpan(0, Count * ObservationSize);

    /// <summary>Masks[N,K] of legal actions.</summary>
    public ReadOnlySpan<bool> Masks => _masks.AsSpan(0, Count * ActionCount);

    /// <summary>Actions[N] taken.</summary>
    public ReadOnlySpan<int> Actions => _actions.AsSpan(0, Count);

    /// <summary>Agents[N] that decided, from 0.</summary>
    public ReadOnlySpan<int> Agents => _agents.AsSpan(0, Count);

    /// <summary>Rewards[N], each summed until the agent's next decision.</summary>
    public ReadOnlySpan<float> Rewards => _rewards.AsSpan(0, Count);

    /// <summary>Terminated[N].</summary>
    public ReadOnlySpan<bool> Terminated => _terminated.AsSpan(0, Count);

    /// <summary>Truncated[N].</summary>
    public ReadOnlySpan<bool> Truncated => _truncated.AsSpan(0, Count);

    /// <summary>The decisions of series <paramref name="series"/>.</summary>
    /// <param name="series">0 to <see cref="SeriesCount"/>, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="series"/> is out of range.</exception>
    public Range Series(int series)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(series);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(series, SeriesCount);
        return _seriesStarts[series]..(series + 1 < SeriesCount ? _seriesStarts[series + 1] : Count);
    }

    /// <summary>Appends a decision to the series in progress, or to a new one.</summary>
    /// <param name="agent">The agent, 0 or more.</param>
    /// <param name="observation">s[D], finite.</param>
    /// <param name="mask">Legal actions[K]; empty when all are.</param>
    /// <param name="action">The action, legal.</param>
    /// <param name="reward">The reward, finite.</param>
    /// <param name="nextObservation">s′[D], finite.</param>
    /// <param name="terminated">Whether the task itself ended.</param>
    /// <param name="truncated">Whether the episode was cut from outside.</param>
    /// <exception cref="ArgumentException">A length is wrong, a value is not finite, or the action is masked; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The agent or the action is out of range; nothing has changed.</exception>
    public void Add(
        int agent,
        ReadOnlySpan<float> observation,
        ReadOnlySpan<bool> mask,
        int action,
        float reward,
        ReadOnlySpan<float> nextObservation,
        bool terminated,
        bool truncated)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(agent);
        Throw.IfLengthDiffers(observation.Length, ObservationSize, nameof(observation));
        Throw.IfLengthDiffers(nextObservation.Length, ObservationSize, nameof(nextObservation));
        if (!mask.IsEmpty) Throw.IfLengthDiffers(mask.Length, ActionCount, nameof(mask));
        Throw.IfOutside(action, 0, ActionCount - 1);
        if (!mask.IsEmpty && !mask[action]) throw new ArgumentException($"Action {action} is masked.", nameof(action));
        Throw.IfNotFinite(reward);
        Throw.IfNotAllFinite(observation, nameof(observation));
        Throw.IfNotAllFinite(nextObservation, nameof(nextObservation));

        if (Count == _actions.Length) Grow();
        if (!_seriesOpen) _seriesStarts.Add(Count);
        _seriesOpen = true;
        observation.CopyTo(_observations.AsSpan(Count * ObservationSize));
        nextObservation.CopyTo(_nextObservations.AsSpan(Count * ObservationSize));
        var row = _masks.AsSpan(Count * ActionCount, ActionCount);
        if (mask.IsEmpty) row.Fill(true);
        else mask.CopyTo(row);
        _actions[Count] = action;
        _agents[Count] = agent;
        _rewards[Count] = reward;
        _terminated[Count] = terminated;
        _truncated[Count] = truncated;
        Count++;
    }

    /// <summary>Ends the series in progress: the next decision starts another.</summary>
    public void EndSeries() => _seriesOpen = false;

    /// <summary>Forgets all decisions and keeps the memory.</summary>
    public void Clear()
    {
        Count = 0;
        _seriesStarts.Clear();
        _seriesOpen = false;
    }

    internal void Append(Rollout other)
    {
        for (var series = 0; series < other.SeriesCount; series++)
        {
            var (start, length) = other.Series(series).GetOffsetAndLength(other.Count);
            for (var i = start; i < start + length; i++)
                Add(other.Agents[i], other.Observations.Slice(i * ObservationSize, ObservationSize), other.Masks.Slice(i * ActionCount, ActionCount), other.Actions[i],
                    other.Rewards[i], other.NextObservations.Slice(i * ObservationSize, ObservationSize), other.Terminated[i], other.Truncated[i]);
            EndSeries();
        }
    }

    private void Grow()
    {
        var capacity = Math.Max(64, 2 * Count);
        Array.Resize(ref _observations, capacity * ObservationSize);
        Array.Resize(ref _nextObservations, capacity * ObservationSize);
        Array.Resize(ref _masks, capacity * ActionCount);
        Array.Resize(ref _actions, capacity);
        Array.Resize(ref _agents, capacity);
        Array.Resize(ref _rewards, capacity);
        Array.Resize(ref _terminated, capacity);
        Array.Resize(ref _truncated, capacity);
    }
}

using System.Diagnostics.CodeAnalysis;

namespace MarlRec.Data;

/// <summary>The most recent decisions and what they earned, bounded in number. Thread safety: <em>thread-safe</em>.</summary>
public sealed class DecisionLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    /// <summary>Starts an empty log.</summary>
    /// <param name="capacity">How many decisions are kept, at least 1; the oldest makes room.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is below 1.</exception>
    public DecisionLog(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    /// <summary>How many decisions are kept at most.</summary>
    public int Capacity { get; }

    /// <summary>How many decisions are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>Keeps a decision; one with the same <see cref="Decision.EventId"/> is left as it is.</summary>
    /// <param name="decision">The decision.</param>
    /// <exception cref="ArgumentNullException"><paramref name="decision"/> is null.</exception>
    public void Add(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        lock (_lock)
        {
            if (!_entries.TryAdd(decision.EventId, new Entry(decision))) return;
            _order.Enqueue(decision.EventId);
            while (_entries.Count > Capacity) _entries.Remove(_order.Dequeue());
        }
    }

    /// <summary>Finds a decision.</summary>
    /// <param name="eventId">Its name.</param>
    /// <param name="decision">The decision, when found.</param>
    public bool TryGet(string eventId, [NotNullWhen(true)] out Decision? decision)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        lock (_lock)
        {
            decision = _entries.TryGetValue(eventId, out var entry) ? entry.Decision : null;
            return decision is not null;
        }
    }

    /// <summary>Adds the reward of one answer to a decision, once.</summary>
    /// <param name="eventId">The decision.</param>
    /// <param name="item">The item answered to.</param>
    /// <param name="kind">The answer.</param>
    /// <param name="reward">What it is worth; finite.</param>
    /// <returns>False when the same answer had been counted before, or the decision is not kept.</returns>
    public bool TryReward(string eventId, int item, EventKind kind, float reward)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        Execution.Throw.IfNotFinite(reward);
        lock (_lock)
        {
            if (!_entries.TryGetValue(eventId, out var entry) || !entry.Answers.Add((item, kind))) return false;
            entry.Reward += reward;
            return true;
        }
    }

    /// <summary>Removes a user's decisions.</summary>
    /// <param name="userId">The user.</param>
    /// <returns>How many were removed.</returns>
    public int Forget(string userId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return Remove(entry => entry.Decision.UserId == userId);
    }

    /// <summary>
    /// The drawn decisions whose outcome is known and that no learner has had, oldest first: those that were answered, and those after which the same user was served another
    /// drawn list. Undrawn ones teach nothing and count as learned.
    /// </summary>
    internal IReadOnlyList<LoggedDecision> Settled()
    {
        lock (_lock)
        {
            // The newest decision of each user is found under the same lock: a list that is served meanwhile must not make an older one look newest.
            var newest = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var eventId in _order)
                if (_entries[eventId].Decision is { IsDrawn: true, UserId: { } user }) newest[user] = eventId;
            var settled = new List<LoggedDecision>();
            foreach (var eventId in _order)
            {
                var entry = _entries[eventId];
                if (entry.IsLearned || !entry.Decision.IsDrawn) continue;
                if (entry.Answers.Count > 0 || (entry.Decision.UserId is { } user && newest[user] != eventId)) settled.Add(entry.Freeze());
            }

            return settled;
        }
    }

    /// <summary>Notes that a learner has had these decisions; those that are not kept any more are passed over.</summary>
    internal void MarkLearned(IEnumerable<LoggedDecision> learned)
    {
        lock (_lock)
        {
            foreach (var logged in learned)
                if (_entries.TryGetValue(logged.Decision.EventId, out var entry)) entry.IsLearned = true;
        }
    }

    /// <summary>All kept decisions with what they earned, oldest first.</summary>
    public IReadOnlyList<LoggedDecision> Snapshot()
    {
        lock (_lock) return [.. _order.Select(eventId => _entries[eventId].Freeze())];
    }

    internal void Restore(LoggedDecision logged)
    {
        lock (_lock)
        {
            Add(logged.Decision);
            var entry = _entries[logged.Decision.EventId];
            entry.Reward = logged.Reward;
            entry.IsLearned = logged.IsLearned;
            entry.Answers.UnionWith(logged.Answers);
        }
    }

    private int Remove(Predicate<Entry> match)
    {
        lock (_lock)
        {
            var kept = _order.Where(eventId => !match(_entries[eventId])).ToArray();
            var removed = _order.Count - kept.Length;
            var keptEntries = kept.ToDictionary(eventId => eventId, eventId => _entries[eventId], StringComparer.Ordinal);
            _order.Clear();
            _entries.Clear();
            foreach (var eventId in kept)
            {
                _order.Enqueue(eventId);
                _entries.Add(eventId, keptEntries[eventId]);
            }

            return removed;
        }
    }

    private sealed class Entry(Decision decision)
    {
        internal Decision Decision { get; } = decision;

        internal float Reward { get; set; }

        internal bool IsLearned { get; set; }

        internal HashSet<(int Item, EventKind Kind)> Answers { get; } = [];

        internal LoggedDecision Freeze() => new(Decision, Reward, [.. Answers.Order()], IsLearned);
    }
}

using MarlRec.Execution;

namespace MarlRec.Data;

public sealed partial class InteractionLog
{
    /// <summary>Collects events for an <see cref="InteractionLog"/>.</summary>
    /// <remarks>A failed call changes nothing but may have added an id to a growing map. Thread safety: <em>single owner</em>.</remarks>
    public sealed class Builder
    {
        private readonly List<int> _users = [];
        private readonly List<int> _items = [];
        private readonly List<EventKind> _kinds = [];
        private readonly List<float> _values = [];
        private readonly List<long> _timestamps = [];
        private readonly bool _ownsUserIds, _ownsItemIds;

        /// <summary>A builder that collects ids as they come, or uses given maps.</summary>
        /// <param name="userIds">The map to use, which stays the caller's to freeze; null for a new one, which <see cref="Build"/> freezes.</param>
        /// <param name="itemIds">The same for items, such as <see cref="ItemCatalog.Ids"/>.</param>
        public Builder(IdMap? userIds = null, IdMap? itemIds = null)
        {
            (_ownsUserIds, _ownsItemIds) = (userIds is null, itemIds is null);
            UserIds = userIds ?? new IdMap();
            ItemIds = itemIds ?? new IdMap();
        }

        /// <summary>The user ids so far.</summary>
        public IdMap UserIds { get; }

        /// <summary>The item ids so far.</summary>
        public IdMap ItemIds { get; }

        /// <summary>The number of events so far.</summary>
        public int Count => _users.Count;

        /// <summary>Adds an event; new ids are added to the maps.</summary>
        /// <param name="interaction">With ids that are not empty, a named kind and a finite value.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentException">An id is null or empty, the kind is not a named one, or the value is not finite.</exception>
        /// <exception cref="InvalidOperationException">An id is new and its map is frozen.</exception>
        public Builder Add(in Interaction interaction) =>
            Add(interaction.User, interaction.Item, interaction.Kind, interaction.Value, interaction.Timestamp);

        /// <summary>Adds an event; new ids are added to the maps.</summary>
        /// <param name="user">The user's id, not empty.</param>
        /// <param name="item">The item's id, not empty.</param>
        /// <param name="kind">What happened.</param>
        /// <param name="value">Stars of a rating, else a factor; finite.</param>
        /// <param name="timestamp">When, in any unit that grows.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentException">An id is empty, the kind is not a named one, or the value is not finite.</exception>
        /// <exception cref="InvalidOperationException">An id is new and its map is frozen.</exception>
        public Builder Add(ReadOnlySpan<char> user, ReadOnlySpan<char> item, EventKind kind = EventKind.Click, float value = 1f, long timestamp = 0)
        {
            if (user.IsEmpty) throw new ArgumentException("user is empty, but an id needs at least one character.", nameof(user));
            if (item.IsEmpty) throw new ArgumentException("item is empty, but an id needs at least one character.", nameof(item));
            Check(kind, value);
            return Append(UserIds.GetOrAdd(user), ItemIds.GetOrAdd(item), kind, value, timestamp);
        }

        /// <summary>Adds an event whose ids are in the maps already.</summary>
        /// <param name="user">In [0, UserIds.Count).</param>
        /// <param name="item">In [0, ItemIds.Count).</param>
        /// <param name="kind">What happened.</param>
        /// <param name="value">Stars of a rating, else a factor; finite.</param>
        /// <param name="timestamp">When, in any unit that grows.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentOutOfRangeException">An index is outside its map, the kind is not a named one, or the value is not finite.</exception>
        public Builder AddIndexed(int user, int item, EventKind kind = EventKind.Click, float value = 1f, long timestamp = 0)
        {
            if ((uint)user >= (uint)UserIds.Count) throw new ArgumentOutOfRangeException(nameof(user), user, $"user must be in [0, {UserIds.Count}).");
            if ((uint)item >= (uint)ItemIds.Count) throw new ArgumentOutOfRangeException(nameof(item), item, $"item must be in [0, {ItemIds.Count}).");
            Check(kind, value);
            return Append(user, item, kind, value, timestamp);
        }

        /// <summary>The log of all events so far. The builder can be used on, unless it owns its maps, which are frozen now.</summary>
        public InteractionLog Build()
        {
            if (_ownsUserIds) UserIds.Freeze();
            if (_ownsItemIds) ItemIds.Freeze();
            return new InteractionLog(UserIds, ItemIds, [.. _users], [.. _items], [.. _kinds], [.. _values], [.. _timestamps]);
        }

        private static void Check(EventKind kind, float value)
        {
            if ((uint)kind > (uint)EventKind.Skip) throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind must be one of the named event kinds.");
            Throw.IfNotFinite(value);
        }

        private Builder Append(int user, int item, EventKind kind, float value, long timestamp)
        {
            _users.Add(user);
            _items.Add(item);
            _kinds.Add(kind);
            _values.Add(value);
            _timestamps.Add(timestamp);
            return this;
        }
    }
}

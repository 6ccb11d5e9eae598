using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Recommenders.Serving;

/// <summary>What a user did: in answer to a recommendation, or on its own. Thread safety: <em>immutable</em>.</summary>
public sealed record Feedback
{
    /// <summary>The user; may be null when <see cref="EventId"/> tells the decision, whose user it then is.</summary>
    public string? UserId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>What the user did with it.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>The strength: a rating's stars, a purchase's quantity, a view's share watched; 1 where it has no meaning. Finite, 0 or more.</summary>
    public float Value { get; init; } = 1;

    /// <summary>The decision that this answers, from <see cref="Recommendation.EventId"/>; or null for what the user did on its own.</summary>
    public string? EventId { get; init; }

    /// <summary>Feedback on an item of a served list.</summary>
    /// <param name="recommendation">The item.</param>
    /// <param name="kind">What the user did with it.</param>
    /// <param name="value">The strength.</param>
    /// <exception cref="ArgumentNullException"><paramref name="recommendation"/> is null.</exception>
    public static Feedback On(Recommendation recommendation, EventKind kind, float value = 1)
    {
        ArgumentNullException.ThrowIfNull(recommendation);
        return new Feedback { ItemId = recommendation.ItemId, EventId = recommendation.EventId, Kind = kind, Value = value };
    }

    /// <summary>Checks the properties that need no knowledge of the catalogue.</summary>
    /// <exception cref="ArgumentException">An id is missing or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is unknown or the value is not finite.</exception>
    public void Validate()
    {
        if (string.IsNullOrEmpty(ItemId)) throw new ArgumentException("ItemId is null or empty.", nameof(ItemId));
        if (UserId is { Length: 0 }) throw new ArgumentException("UserId is empty; use null where EventId tells the user.", nameof(UserId));
        if (UserId is null && string.IsNullOrEmpty(EventId)) throw new ArgumentException("UserId and EventId are both missing: whose feedback is it?", nameof(UserId));
        if (!Enum.IsDefined(Kind)) throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "Kind must be one of the named event kinds.");
        Throw.IfOutside(Value, 0, float.MaxValue);
    }
}

using MarlRec.Data;

namespace MarlRec.Recommenders.Serving;

/// <summary>Who asks for a list, and which. Thread safety: <em>immutable</em>.</summary>
/// <remarks>Give any of <see cref="UserId"/>, <see cref="History"/> and <see cref="Text"/>: a user who is known by none of them gets the cold-start list.</remarks>
public sealed record RecommendationRequest
{
    /// <summary>The user, known or new; or null for an anonymous visitor.</summary>
    public string? UserId { get; init; }

    /// <summary>Items that the visitor consumed, oldest first, in place of what is known of the user; or null.</summary>
    public IReadOnlyList<string>? History { get; init; }

    /// <summary>What the visitor says or searches, in words; or null.</summary>
    public string? Text { get; init; }

    /// <summary>How many items are wanted, 1 to 1,000; fewer come back when the filters leave fewer. Default 10.</summary>
    public int Count { get; init; } = 10;

    /// <summary>Items that must not appear; unknown ids are ignored.</summary>
    public IReadOnlyCollection<string>? Exclude { get; init; }

    /// <summary>A business rule: only items for which it returns true may appear. It must be thread-safe and quick; null lets every item pass.</summary>
    public Func<CatalogItem, bool>? Filter { get; init; }

    /// <summary>
    /// Whether items that the user has consumed (clicked, liked, put into a cart, bought or rated) may appear again. Default false. Items that the user disliked or rated below
    /// neutral never do.
    /// </summary>
    public bool IncludeSeen { get; init; }

    /// <summary>How the list is put together. Default <see cref="ServingMode.Sampled"/>.</summary>
    public ServingMode Mode { get; init; }

    /// <summary>
    /// Names the request: the same name under the same policy version gives the same draw, so that pages are stable and a retry is no new decision. Null derives a name: from the
    /// user and how often the user gave feedback, so that a list is stable until then; and from a count of such requests for an anonymous visitor, each of whom gets a decision of
    /// its own.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// Whether the decision is kept for feedback and learning; false for previews and evaluations, whose lists nobody sees. Default true.
    /// </summary>
    public bool IsLogged { get; init; } = true;

    /// <summary>Checks the properties that need no knowledge of the catalogue.</summary>
    /// <exception cref="ArgumentException">An id is empty, or an element of a list is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Count"/> or <see cref="Mode"/> is out of range.</exception>
    public void Validate()
    {
        if (Count is < 1 or > 1000) throw new ArgumentOutOfRangeException(nameof(Count), Count, "Count must be in 1 … 1000.");
        if (!Enum.IsDefined(Mode)) throw new ArgumentOutOfRangeException(nameof(Mode), Mode, "Mode must be Sampled, Greedy or Prior.");
        if (UserId is { Length: 0 }) throw new ArgumentException("UserId is empty; use null for an anonymous visitor.", nameof(UserId));
        if (RequestId is { Length: 0 }) throw new ArgumentException("RequestId is empty; use null to derive one.", nameof(RequestId));
        CheckIds(History, nameof(History));
        CheckIds(Exclude, nameof(Exclude));
    }

    private static void CheckIds(IEnumerable<string>? ids, string name)
    {
        if (ids is null) return;
        foreach (var id in ids)
            if (string.IsNullOrEmpty(id)) throw new ArgumentException($"{name} holds a null or empty id.", name);
    }
}

using MarlRec.Execution;

namespace MarlRec.Data;

/// <summary>How strongly each kind of event speaks for an item (above zero) or against it (below zero).</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record EventWeights
{
    /// <summary>The documented defaults.</summary>
    public static EventWeights Default { get; } = new();

    /// <summary>Weight of <see cref="EventKind.View"/>; 0.2 by default. It moves the user's own list and is never a reward; 0 fits where views are mere impressions.</summary>
    public float View { get; init; } = 0.2f;

    /// <summary>Weight of <see cref="EventKind.Click"/>, the unit that the others are measured in; 1 by default.</summary>
    public float Click { get; init; } = 1f;

    /// <summary>Weight of <see cref="EventKind.Like"/>; 2 by default.</summary>
    public float Like { get; init; } = 2f;

    /// <summary>Weight of <see cref="EventKind.Dislike"/>; −2 by default.</summary>
    public float Dislike { get; init; } = -2f;

    /// <summary>Weight of <see cref="EventKind.Cart"/>; 2 by default.</summary>
    public float Cart { get; init; } = 2f;

    /// <summary>Weight of <see cref="EventKind.Purchase"/>; 4 by default.</summary>
    public float Purchase { get; init; } = 4f;

    /// <summary>Weight of <see cref="EventKind.Skip"/>; −0.5 by default.</summary>
    public float Skip { get; init; } = -0.5f;

    /// <summary>The rating that says nothing; 2.5 by default, for one to five stars. A rating weighs
    /// <see cref="RatingScale"/> · (value − <see cref="RatingNeutral"/>).</summary>
    public float RatingNeutral { get; init; } = 2.5f;

    /// <summary>What one star above <see cref="RatingNeutral"/> weighs; 1 by default, at least 0.</summary>
    public float RatingScale { get; init; } = 1f;

    /// <summary>The strength of one event.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="value">The event's value: the number of stars of a rating, and a factor for every other kind (1 = once).</param>
    /// <returns>Above zero for the item, below zero against it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not a named kind, or <paramref name="value"/> is not finite.</exception>
    public float Of(EventKind kind, float value = 1f)
    {
        Throw.IfNotFinite(value);
        return kind switch
        {
            EventKind.View => View * value,
            EventKind.Click => Click * value,
            EventKind.Like => Like * value,
            EventKind.Dislike => Dislike * value,
            EventKind.Cart => Cart * value,
            EventKind.Purchase => Purchase * value,
            EventKind.Skip => Skip * value,
            EventKind.Rating => RatingScale * (value - RatingNeutral),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind must be one of the named event kinds."),
        };
    }

    /// <summary>Checks every weight.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not finite, <see cref="RatingScale"/> is negative, or <see cref="Dislike"/> or
    /// <see cref="Skip"/> is above zero.</exception>
    public void Validate()
    {
        Throw.IfNotFinite(View);
        Throw.IfNotFinite(Click);
        Throw.IfNotFinite(Like);
        Throw.IfNotFinite(Cart);
        Throw.IfNotFinite(Purchase);
        Throw.IfNotFinite(RatingNeutral);
        Throw.IfOutside(RatingScale, 0, float.MaxValue);
        Throw.IfOutside(Dislike, float.MinValue, 0);
        Throw.IfOutside(Skip, float.MinValue, 0);
    }
}

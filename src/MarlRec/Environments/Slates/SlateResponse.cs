using MarlRec.Data;

namespace MarlRec.Environments.Slates;

/// <summary>What came of a user's answer to a slate. Thread safety: <em>immutable</em>.</summary>
/// <param name="Kind">What the user did with the chosen item; meaningless when none was chosen.</param>
/// <param name="TeamReward">The reward that the slot agents share.</param>
/// <param name="UserReward">The user agent's own reward.</param>
/// <param name="Leaves">Whether the session ends here.</param>
public readonly record struct SlateResponse(EventKind Kind, float TeamReward, float UserReward, bool Leaves);

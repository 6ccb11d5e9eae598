namespace MarlRec.Recommenders.Serving;

/// <summary>What became of a piece of feedback.</summary>
public enum FeedbackOutcome
{
    /// <summary>The user's interest changed and, where it answered a decision, the decision was rewarded.</summary>
    Applied,

    /// <summary>The same answer (event, item and kind) had arrived before; nothing changed.</summary>
    Duplicate,

    /// <summary>The decision is not in the log any more, or never was; the interest of the user that the feedback names changed all the same.</summary>
    UnknownEvent,
}

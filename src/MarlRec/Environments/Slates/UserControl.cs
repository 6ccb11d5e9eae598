namespace MarlRec.Environments.Slates;

/// <summary>Who answers for the user agent.</summary>
public enum UserControl
{
    /// <summary>The user model: the answer is drawn from its probabilities as soon as the slate is complete.</summary>
    Simulated,

    /// <summary>A policy: the user agent gets its own turn once the slate is complete.</summary>
    Agent,
}

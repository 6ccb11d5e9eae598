namespace MarlRec.Environments.Slates;

/// <summary>What the recommender is told about the user of a simulated session.</summary>
public enum SessionObservation
{
    /// <summary>The observable part of the user's state alone; nothing where all of it is hidden.</summary>
    State,

    /// <summary>And what the user's answers so far have shown.</summary>
    StateAndHistory,
}

namespace MarlRec.Environments.Slates;

/// <summary>The two named forms in which slot agents build a slate.</summary>
public enum SlateForm
{
    /// <summary>Slot k acts after slots before it and sees what they chose.</summary>
    TurnBased,

    /// <summary>All slots act at once; each knows its own position but not the others' choices.</summary>
    Simultaneous,
}

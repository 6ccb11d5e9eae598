namespace MarlRec.Data.Readers;

/// <summary>What a reader does with an event that equals an earlier one in user, item, kind and time, or with an id that a catalogue holds already.</summary>
public enum DuplicatePolicy
{
    /// <summary>It is kept and counted. A catalogue, which cannot hold an id twice, keeps the first.</summary>
    Keep,

    /// <summary>It is left out and counted.</summary>
    Drop,

    /// <summary>It is a malformed line.</summary>
    Reject,
}

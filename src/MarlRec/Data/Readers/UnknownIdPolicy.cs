namespace MarlRec.Data.Readers;

/// <summary>What a reader does with an event whose user or item is not in a frozen id map, or is marked as unknown in the file.</summary>
public enum UnknownIdPolicy
{
    /// <summary>It is left out and counted.</summary>
    Drop,

    /// <summary>It is a malformed line.</summary>
    Reject,
}

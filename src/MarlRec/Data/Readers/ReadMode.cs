namespace MarlRec.Data.Readers;

/// <summary>What a reader does with a malformed line.</summary>
public enum ReadMode
{
    /// <summary>The first one throws a <see cref="DataFormatException"/>.</summary>
    Strict,

    /// <summary>It is left out and counted in the <see cref="ReadReport"/>.</summary>
    Lenient,
}

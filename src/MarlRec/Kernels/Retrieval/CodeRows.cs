namespace MarlRec.Kernels.Retrieval;

/// <summary>
/// Quantised rows in blocks of 16: row ≈ scale · (code − 128) with codes of a byte, the upper four bits of which lie apart from the lower four. Of the upper ones alone, row ≈ scale · (16 · upper − 120).
/// </summary>
internal readonly unsafe struct CodeRows
{
    internal const int BlockRows = 16;

    /// <summary>Bounds for each block: see <see cref="Errors"/>.</summary>
    internal const int BlockErrors = 3;

    /// <summary>
    /// The upper halves of the codes, [blocks, eights, 16, 4] bytes: of each eight of a row's codes, the first four in the lower halves of four bytes, the others in the upper ones.
    /// </summary>
    internal byte* Upper { get; init; }

    /// <summary>The lower halves, the same bytes row by row: [rows, <see cref="LowerBytes"/>].</summary>
    internal byte* Lower { get; init; }

    /// <summary>[blocks, 16].</summary>
    internal float* Scales { get; init; }

    /// <summary>For each block the largest norm of what a row loses if only the upper halves are read, of what it loses if both are, and of a row and either likeness of it, [blocks, 3].</summary>
    internal float* Errors { get; init; }

    /// <summary>D / 8, rounded up.</summary>
    internal int Eights { get; init; }

    internal nint BlockBytes => (nint)Eights * 4 * BlockRows;

    /// <summary>Bytes of a row's lower halves: whole registers of 16.</summary>
    internal nint LowerBytes => LowerBytesOf(Eights);

    internal static int LowerBytesOf(int eights) => (eights + 3) / 4 * 16;

    internal static int EightsOf(int size) => (size + 7) / 8;

    /// <summary>The rows from block <paramref name="block"/> on.</summary>
    internal CodeRows From(nint block) => new()
    {
        Upper = Upper + block * BlockBytes,
        Lower = Lower + block * BlockRows * LowerBytes,
        Scales = Scales + block * BlockRows,
        Errors = Errors + block * BlockErrors,
        Eights = Eights,
    };
}

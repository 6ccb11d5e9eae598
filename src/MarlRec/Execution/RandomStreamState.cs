namespace MarlRec.Execution;

/// <summary>A saved <see cref="RandomStream"/>. Thread safety: <em>immutable</em>.</summary>
/// <param name="Key">Which stream.</param>
/// <param name="Position">How many 32-bit words have been drawn from it.</param>
public readonly record struct RandomStreamState(ulong Key, ulong Position);

using MarlRec.Networks;

namespace MarlRec.Encoders;

/// <summary>What a <see cref="TokenEncoder"/> makes of sequences. Valid until the tape's next reset. Thread safety: as the tape, <em>single owner</em>.</summary>
/// <param name="States">Shape [B, T, D]: a state for each token. Those past a sequence's length mean nothing.</param>
/// <param name="Pooled">Shape [B, D]: a vector for each sequence, zeros for an empty one.</param>
public readonly record struct TokenEncoding(Variable States, Variable Pooled);

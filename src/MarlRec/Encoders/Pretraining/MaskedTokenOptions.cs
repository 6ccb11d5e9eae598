using MarlRec.Execution;
using MarlRec.Text;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Options of a <see cref="MaskedTokenObjective"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record MaskedTokenOptions
{
    /// <summary>The token that stands for a hidden one: in [0, V).</summary>
    public required int MaskId { get; init; }

    /// <summary>The share of a text's ordinary tokens that is predicted, rounded, at least one token: in (0, 1]. Default 0.15 (Devlin et al., 2019).</summary>
    public double Share { get; init; } = 0.15;

    /// <summary>The probability with which a predicted token is hidden behind <see cref="MaskId"/>: in [0, 1]. Default 0.8.</summary>
    public double MaskedShare { get; init; } = 0.8;

    /// <summary>
    /// The probability with which it is replaced by any ordinary token instead: in [0, 1 − <see cref="MaskedShare"/>]. What remains stays as it is. Default 0.1.
    /// </summary>
    public double ReplacedShare { get; init; } = 0.1;

    /// <summary>
    /// Tokens that are never predicted and never put in place of another, such as padding and separators: in [0, V). <see cref="MaskId"/> is one of them anyway. Default padding and the
    /// unknown word.
    /// </summary>
    public IReadOnlyList<int> SpecialIds { get; init; } = [Vocabulary.PadId, Vocabulary.UnknownId];

    /// <summary>The most tokens that are read at once: at least 1. Longer texts are cut into several examples. Default 128.</summary>
    public int MaximumLength { get; init; } = 128;

    /// <summary>Checks all values but whether ids are below V, which the objective checks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    /// <exception cref="ArgumentNullException"><see cref="SpecialIds"/> is null.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaskId);
        if (!(Share > 0 && Share <= 1)) throw new ArgumentOutOfRangeException(nameof(Share), Share, "Share must be in (0, 1].");
        Throw.IfOutside(MaskedShare, 0, 1);
        // As in "0.8 + 0.2": a sum of decimals may miss 1 by a bit.
        if (!(ReplacedShare >= 0 && (float)(MaskedShare + ReplacedShare) <= 1))
            throw new ArgumentOutOfRangeException(nameof(ReplacedShare), ReplacedShare, $"ReplacedShare must be in [0, 1 − MaskedShare], and MaskedShare is {MaskedShare}.");
        ArgumentNullException.ThrowIfNull(SpecialIds);
        foreach (var id in SpecialIds) ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(SpecialIds));
        Throw.IfOutside(MaximumLength, 1, int.MaxValue);
    }
}

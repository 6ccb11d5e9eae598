using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Options of a <see cref="NextItemObjective"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record NextItemOptions
{
    /// <summary>The most events that are read at once; longer histories are cut into several examples, the newest event ending the last. At least 1. Default 50.</summary>
    public int MaximumLength { get; init; } = 50;

    /// <summary>
    /// How many items a training batch's targets are told apart from: 0, the default, for all that anybody has met; else so many draws, in proportion to
    /// frequency^<see cref="NegativePower"/>, with the correction that makes the sample stand for all (Bengio and Senécal, 2008). Measurements always use all. Accuracy while
    /// training is then among the corrected sample.
    /// </summary>
    public int Negatives { get; init; }

    /// <summary>The power of an item's frequency that it is drawn in proportion to, in [0, 1]: 0 draws all alike. Read only with <see cref="Negatives"/>. Default 0.75.</summary>
    public double NegativePower { get; init; } = 0.75;

    /// <summary>
    /// Null, the default, for logits x · v; else logits cos(x, v) / temperature, which no item's length can dominate: finite, above 0, usually 0.05 to 0.1. What ranks with the result must use cosines too.
    /// </summary>
    public double? Temperature { get; init; }

    /// <summary>Whether only the last event of each history is predicted, from what came before it: for validation on what training has left out. Default false: every event but the first.</summary>
    public bool LastOnly { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        Throw.IfOutside(MaximumLength, 1, int.MaxValue);
        Throw.IfOutside(Negatives, 0, int.MaxValue);
        Throw.IfOutside(NegativePower, 0, 1);
        if (Temperature is { } temperature) Throw.IfNotPositive(temperature, nameof(Temperature));
    }
}

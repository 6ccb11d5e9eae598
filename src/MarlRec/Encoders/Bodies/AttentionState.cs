namespace MarlRec.Encoders.Bodies;

/// <summary>
/// The first <paramref name="length"/> steps in a memory that other states may share, who have read more or fewer of the same steps. Thread safety:
/// <em>immutable</em>.
/// </summary>
internal sealed class AttentionState(SequenceBody body, AttentionMemory? memory, int length, float[] output) : BodyState(body)
{
    /// <summary>Null before the first step.</summary>
    internal AttentionMemory? Memory => memory;

    internal int Length => length;

    /// <summary>What was read, [Length, D].</summary>
    internal ReadOnlySpan<float> Steps => memory is null ? [] : memory.Steps(length);

    public override ReadOnlySpan<float> Output => output;

    // Keys and values follow from the steps, which are fewer numbers.
    public override float[] Export() => Steps.ToArray();
}

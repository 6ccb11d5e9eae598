namespace MarlRec.Encoders.Bodies;

/// <summary>The states of a <see cref="RecurrentBody"/>, layer by layer: h, and c where there are cells. Thread safety: <em>immutable</em>.</summary>
internal sealed class RecurrentState(RecurrentBody body, float[] values, int output) : BodyState(body)
{
    internal ReadOnlySpan<float> Values => values;

    // h of the last layer.
    public override ReadOnlySpan<float> Output => values.AsSpan(output, Body.Size);

    public override float[] Export() => [.. values];
}

namespace MarlRec.Encoders.Bodies;

/// <summary>The steps themselves, of a body that reads all of them again at each new one. Thread safety: <em>immutable</em>.</summary>
internal sealed class StepsState(SequenceBody body, float[] steps, float[] output) : BodyState(body)
{
    internal ReadOnlySpan<float> Steps => steps;

    public override ReadOnlySpan<float> Output => output;

    public override float[] Export() => [.. steps];
}

namespace MarlRec.Environments.Particle;

/// <summary>How a <see cref="SpeakerListener"/> goes.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record SpeakerListenerOptions : ParticleOptions
{
    /// <summary>PettingZoo's <c>simple_speaker_listener_v4</c>: position first.</summary>
    public static SpeakerListenerOptions PettingZoo { get; } = new() { Order = IntegrationOrder.PositionFirst };
}

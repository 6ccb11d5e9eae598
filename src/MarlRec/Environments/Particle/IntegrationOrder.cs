namespace MarlRec.Environments.Particle;

/// <summary>Which half of a physics step comes first. The two families of particle worlds differ here, and their scores do not compare.</summary>
public enum IntegrationOrder
{
    /// <summary>The new velocity moves the bodies in the same step: OpenAI's original worlds, and the scores of Papoudakis et al., 2021.</summary>
    VelocityFirst,

    /// <summary>The old velocity moves the bodies and the force shows one step later: PettingZoo and its successor MPE2.</summary>
    PositionFirst,
}

using MarlRec.Networks;

namespace MarlRec.Encoders.Bodies;

/// <summary>How a Transformer knows where a step stands.</summary>
public enum PositionKind
{
    /// <summary>By fixed waves: <see cref="SinusoidalPositions"/>.</summary>
    Sinusoidal,

    /// <summary>By a trained vector for each place: <see cref="LearnedPositions"/>.</summary>
    Learned,
}

namespace MarlRec.Environments.Vector;

/// <summary>What a vector of environments does with a copy whose episode is over. The names and meanings are Gymnasium's.</summary>
public enum AutoresetMode
{
    /// <summary>The step after the end does not read the copy's actions and starts its next episode: it delivers the first observations and rewards of 0.</summary>
    NextStep,

    /// <summary>The step that ends an episode starts the next one: it delivers the rewards and flags of the end together with the first observations of the
    /// new episode. The last observations are in <see cref="VectorStepBuffers.FinalObservations"/>.</summary>
    SameStep,

    /// <summary>Nothing is reset by itself, and a step while any copy's episode is over is refused: the caller resets these copies first.</summary>
    Disabled,
}

namespace MarlRec.Environments.Continuous;

/// <summary>A world whose agents act by vectors of numbers, such as torques. Its life cycle is that of <see cref="IEnvironment"/>.</summary>
/// <remarks>
/// <para>Buffers are made from <see cref="Spec"/>, in which each agent has a single discrete action, to act at all; what it does is a vector from
/// <see cref="ActionSpaces"/>. <see cref="DiscretizedActions"/> makes an <see cref="IEnvironment"/> of it.</para>
/// <para>All randomness follows from the seed of the reset. A step reads no buffers and allocates nothing.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public interface IContinuousEnvironment
{
    /// <summary>What this environment is; the same instance at every call. Its action spaces have one action each.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>What each agent may do, [A]; the same instances at every call.</summary>
    IReadOnlyList<BoxSpace> ActionSpaces { get; }

    /// <summary>The length of an action row, E: the largest flat size of an action space.</summary>
    int ActionSize { get; }

    /// <summary>Starts an episode. It may be called at any time.</summary>
    /// <param name="seed">Any value; the episode's randomness follows from it alone.</param>
    /// <param name="options">How to start: a record of the type that this environment documents, or null for its default.</param>
    /// <param name="buffers">Receives the first observations; rewards are 0 and no agent is terminated or truncated.</param>
    /// <exception cref="ArgumentNullException"><paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="buffers"/> was made for another shape; or <paramref name="options"/> is of a type that this
    /// environment does not take, or out of range.</exception>
    /// <remarks>When it throws one of these, neither the environment nor <paramref name="buffers"/> has changed.</remarks>
    void Reset(ulong seed, ResetOptions? options, StepBuffers buffers);

    /// <summary>Lets the acting agents act.</summary>
    /// <param name="actions">One row for each agent, [A, E]; rows of agents that do not act, and what stands behind an agent's own numbers, are not read.</param>
    /// <param name="buffers">Receives the observations, the rewards of this step and what follows.</param>
    /// <exception cref="InvalidOperationException">There was no reset yet, or the episode is over.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="actions"/> has another length than A × E, or <paramref name="buffers"/> was made for another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of an acting agent is not finite or outside its bounds.</exception>
    /// <remarks>When it throws one of these, neither the environment nor <paramref name="buffers"/> has changed.</remarks>
    void Step(ReadOnlySpan<float> actions, StepBuffers buffers);
}

namespace MarlRec.Environments;

/// <summary>A world in which one or more agents act, together or in turns.</summary>
/// <remarks>
/// <para>One contract serves all forms. Agents that act together: every live agent has <see cref="StepBuffers.Acting"/> set. Turns: only those whose turn it is
/// have. One agent: A = 1. Agents may end at different times and never come back; the last observation of each is delivered with the step that ends it.</para>
/// <para>A step reads no buffers: the environment keeps what it needs. All randomness follows from the seed of the reset: the same seed, options and
/// actions give the same bits. A step allocates nothing.</para>
/// <para>Deriving from <see cref="EnvironmentBase"/> gives the life cycle and the checks; <see cref="EnvironmentChecker"/> proves an environment.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public interface IEnvironment
{
    /// <summary>What this environment is; the same instance at every call.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>Starts an episode. It may be called at any time.</summary>
    /// <param name="seed">Any value; the episode's randomness follows from it alone.</param>
    /// <param name="options">How to start: a record of the type that this environment documents, or null for its default.</param>
    /// <param name="buffers">Receives the first observations; rewards are 0 and no agent is terminated or truncated.</param>
    /// <exception cref="ArgumentNullException"><paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="buffers"/> was made for another shape; or <paramref name="options"/> is of a type that this
    /// environment does not take, or out of range.</exception>
    /// <remarks>When it throws one of these, neither the environment nor <paramref name="buffers"/> has changed: an episode that runs goes on.</remarks>
    void Reset(ulong seed, ResetOptions? options, StepBuffers buffers);

    /// <summary>Lets the acting agents act.</summary>
    /// <param name="actions">One action for each agent, [A]; entries of agents that do not act are not read.</param>
    /// <param name="buffers">Receives the observations, the rewards of this step and what follows.</param>
    /// <exception cref="InvalidOperationException">There was no reset yet, or the episode is over.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="actions"/> has another length than A, or <paramref name="buffers"/> was made for another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An acting agent's action is outside its space or masked.</exception>
    /// <remarks>When it throws one of these, neither the environment nor <paramref name="buffers"/> has changed.</remarks>
    void Step(ReadOnlySpan<int> actions, StepBuffers buffers);
}

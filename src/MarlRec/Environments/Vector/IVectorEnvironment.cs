namespace MarlRec.Environments.Vector;

/// <summary>N copies of one environment that step together.</summary>
/// <remarks>
/// <para>A copy's episodes depend on its seed alone (<see cref="EpisodeSeed"/>): neither on the other copies nor on how many threads step them.</para>
/// <para>A reset or step writes all rows of the copies that it touches, except that <see cref="VectorStepBuffers.Final"/> is written only where an episode
/// ended. A step reads no buffers and allocates nothing.</para>
/// <para>Deriving from <see cref="VectorEnvironmentBase"/> gives the life cycle, the modes and the checks.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public interface IVectorEnvironment
{
    /// <summary>What each copy is; the same instance at every call.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>How many copies, N: 1 or more.</summary>
    int CopyCount { get; }

    /// <summary>What happens to a copy whose episode is over.</summary>
    AutoresetMode Mode { get; }

    /// <summary>Starts an episode in every copy. It may be called at any time.</summary>
    /// <param name="seeds">The seeds of the copies, [N].</param>
    /// <param name="options">How to start, or null for the environment's default. Episodes that start by themselves take the default.</param>
    /// <param name="buffers">Receives the first observations.</param>
    /// <exception cref="ArgumentNullException"><paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="seeds"/> has another length than N; <paramref name="buffers"/> was made for another shape or
    /// number of copies; or the environment does not take <paramref name="options"/>.</exception>
    /// <remarks>When it throws one of these, neither the vector nor <paramref name="buffers"/> has changed; but where the copies differ in the options they take, those before the one that
    /// refuses have been reset, and only a <see cref="Reset"/> of all starts episodes again.</remarks>
    void Reset(ReadOnlySpan<ulong> seeds, ResetOptions? options, VectorStepBuffers buffers);

    /// <summary>Starts an episode in some copies and leaves the others, and their rows, as they are.</summary>
    /// <param name="copies">True for each copy to reset, [N].</param>
    /// <param name="seeds">The new seeds, [N], of which those of other copies are not read; or empty: each copy goes on to its next episode.</param>
    /// <param name="options">How to start, or null for the environment's default.</param>
    /// <param name="buffers">Receives the first observations of these copies.</param>
    /// <exception cref="InvalidOperationException">There was no <see cref="Reset"/> yet.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException">A length is not N; <paramref name="buffers"/> was made for another shape or number of copies; or the
    /// environment does not take <paramref name="options"/>.</exception>
    /// <remarks>When it throws one of these, neither the vector nor <paramref name="buffers"/> has changed; but where the copies differ in the options they take, those before the one that
    /// refuses have been reset, and only a <see cref="Reset"/> of all starts episodes again.</remarks>
    void ResetWhere(ReadOnlySpan<bool> copies, ReadOnlySpan<ulong> seeds, ResetOptions? options, VectorStepBuffers buffers);

    /// <summary>Lets the acting agents of all copies act.</summary>
    /// <param name="actions">One action for each agent of each copy, [N, A]; entries of agents that do not act are not read.</param>
    /// <param name="buffers">Receives the observations, the rewards of this step and what follows.</param>
    /// <exception cref="InvalidOperationException">There was no <see cref="Reset"/> yet, or in <see cref="AutoresetMode.Disabled"/> a copy's episode is over.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="actions"/> has another length than N × A, or <paramref name="buffers"/> was made for another
    /// shape or number of copies.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An acting agent's action is outside its space or masked.</exception>
    /// <remarks>When it throws one of these, neither the vector nor <paramref name="buffers"/> has changed.</remarks>
    void Step(ReadOnlySpan<int> actions, VectorStepBuffers buffers);
}

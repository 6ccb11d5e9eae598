namespace MarlRec.Environments.Continuous;

/// <summary>Short forms of calls to any continuous environment. Thread safety: that of the environment.</summary>
public static class ContinuousEnvironmentExtensions
{
    /// <summary>Starts an episode as the environment does by default.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="seed">Any value; the episode's randomness follows from it alone.</param>
    /// <param name="buffers">Receives the first observations.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> or <paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="buffers"/> was made for another shape.</exception>
    public static void Reset(this IContinuousEnvironment environment, ulong seed, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(environment);
        environment.Reset(seed, null, buffers);
    }
}

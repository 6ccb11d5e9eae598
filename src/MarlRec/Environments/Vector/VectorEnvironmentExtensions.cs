namespace MarlRec.Environments.Vector;

/// <summary>Short forms of calls to any vector of environments. Thread safety: that of the vector.</summary>
public static class VectorEnvironmentExtensions
{
    /// <summary>Starts an episode in every copy, from consecutive seeds.</summary>
    /// <param name="environment">The vector.</param>
    /// <param name="seed">The seed of copy 0; copy i has this + i (wrapping past the largest).</param>
    /// <param name="options">How to start, or null for the environment's default.</param>
    /// <param name="buffers">Receives the first observations.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> or <paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="buffers"/> was made for another shape or number of copies, or the environment does not take
    /// <paramref name="options"/>.</exception>
    public static void Reset(this IVectorEnvironment environment, ulong seed, ResetOptions? options, VectorStepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var seeds = new ulong[environment.CopyCount];
        for (var copy = 0; copy < seeds.Length; copy++) seeds[copy] = unchecked(seed + (ulong)copy);
        environment.Reset(seeds, options, buffers);
    }

    /// <summary>Starts an episode in every copy, from consecutive seeds, as the environment does by default.</summary>
    /// <param name="environment">The vector.</param>
    /// <param name="seed">The seed of copy 0; copy i has this + i (wrapping past the largest).</param>
    /// <param name="buffers">Receives the first observations.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> or <paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="buffers"/> was made for another shape or number of copies.</exception>
    public static void Reset(this IVectorEnvironment environment, ulong seed, VectorStepBuffers buffers) => Reset(environment, seed, null, buffers);

    /// <summary>Starts the next episode of some copies.</summary>
    /// <param name="environment">The vector.</param>
    /// <param name="copies">True for each copy to reset, [N].</param>
    /// <param name="buffers">Receives the first observations of these copies.</param>
    /// <exception cref="InvalidOperationException">There was no reset yet.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> or <paramref name="buffers"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="copies"/> has another length than N, or <paramref name="buffers"/> was made for another shape or
    /// number of copies.</exception>
    public static void ResetWhere(this IVectorEnvironment environment, ReadOnlySpan<bool> copies, VectorStepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(environment);
        environment.ResetWhere(copies, default, null, buffers);
    }
}

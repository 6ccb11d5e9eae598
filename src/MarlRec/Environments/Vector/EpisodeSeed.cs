using MarlRec.Execution;

namespace MarlRec.Environments.Vector;

/// <summary>The seeds of the episodes that one copy plays. Thread safety: <em>thread-safe</em>.</summary>
public static class EpisodeSeed
{
    /// <summary>The seed of an episode: the copy's own for its first, and one that follows from it and the number for a later one. So an episode depends on
    /// nothing that other copies do, and any of them can be played again alone.</summary>
    /// <param name="copySeed">The seed that the copy was reset with.</param>
    /// <param name="episode">How many episodes the copy has started since: 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="episode"/> is negative.</exception>
    public static ulong Of(ulong copySeed, long episode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        return episode == 0 ? copySeed : RandomStream.SeedOf(copySeed, "episode", episode);
    }
}

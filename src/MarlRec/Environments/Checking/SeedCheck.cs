namespace MarlRec.Environments.Checking;

/// <summary>Plays an episode's actions under other seeds.</summary>
internal static class SeedCheck
{
    private const int Seeds = 8;

    /// <summary>Whether nothing changes.</summary>
    internal static bool IsIgnored(IEnvironment environment, RecordedEpisode episode)
    {
        for (var other = 1; other <= Seeds; other++)
            if (!IsSame(environment, episode, episode.Seed + (ulong)other)) return false;
        return true;
    }

    private static bool IsSame(IEnvironment environment, RecordedEpisode episode, ulong seed)
    {
        var buffers = new StepBuffers(environment.Spec);
        try
        {
            environment.Reset(seed, episode.Options, buffers);
            for (var step = 0; StepDigest.Of(buffers) == episode.Digests[step]; step++)
            {
                if (step == episode.Actions.Count) return true;
                environment.Step(episode.Actions[step], buffers);
            }
        }
        catch (Exception)
        {
            // What other seeds break has no place here: each seed that is played is judged by the other checks.
        }

        return false;
    }
}

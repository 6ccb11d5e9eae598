namespace MarlRec.Environments.Checking;

/// <summary>Repeats an episode on one instance and measures the repetition, in which everything that is made once has been made.</summary>
internal static class AllocationCheck
{
    internal static void Run(IEnvironment environment, RecordedEpisode episode, ViolationList violations)
    {
        var buffers = new StepBuffers(environment.Spec);
        var least = long.MaxValue;
        try
        {
            // The least of several: the runtime itself may allocate once on this thread.
            for (var run = 0; run < 3; run++)
            {
                environment.Reset(episode.Seed, episode.Options, buffers);
                var before = GC.GetAllocatedBytesForCurrentThread();
                foreach (var actions in episode.Actions) environment.Step(actions, buffers);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }
        catch (Exception)
        {
            // An episode that cannot be repeated on one instance has been reported under Reset.
            return;
        }

        violations.Require(least == 0, EnvironmentRule.Allocation, $"Seed {episode.Seed}: {episode.Actions.Count} steps allocate {least} bytes, but 0 was expected.");
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments.Checking;

/// <summary>An episode of random legal actions: the seed, the options, the actions, and a digest of what each call delivered.</summary>
internal sealed class RecordedEpisode(ulong seed, ResetOptions? options)
{
    internal ulong Seed => seed;

    internal ResetOptions? Options => options;

    /// <summary>The actions of each step, [A] each; 0 for agents that did not act.</summary>
    internal List<int[]> Actions { get; } = [];

    /// <summary>What the reset (first) and each step delivered.</summary>
    internal List<ulong> Digests { get; } = [];

    internal bool IsOver { get; private set; }

    /// <summary>Plays and watches an episode; null where it could not be played on.</summary>
    internal static RecordedEpisode? Play(IEnvironment environment, ulong seed, ResetOptions? options, int maxSteps, ViolationList violations, Suspicions suspicions)
    {
        var episode = new RecordedEpisode(seed, options);
        var buffers = new StepBuffers(environment.Spec);
        var watch = new StepWatch(buffers, seed, violations);
        var random = new RandomStream(seed).Fork("checker actions");
        try
        {
            environment.Reset(seed, options, buffers);
            episode.Digests.Add(StepDigest.Of(buffers));
            watch.AfterReset();
            suspicions.Look(buffers, 0, seed);
            while (!buffers.IsEpisodeOver && episode.Actions.Count < maxSteps)
            {
                if (Choose(buffers, random) is not { } actions) return null;
                episode.Actions.Add(actions);
                environment.Step(actions, buffers);
                episode.Digests.Add(StepDigest.Of(buffers));
                watch.AfterStep(episode.Actions.Count);
                suspicions.Look(buffers, episode.Actions.Count, seed);
            }
        }
        catch (Exception exception)
        {
            violations.Add(EnvironmentRule.Runs, $"Seed {seed}, step {episode.Actions.Count}: {exception.GetType().Name}: {exception.Message}");
            return null;
        }

        suspicions.EndOfPlay(buffers, episode.Actions.Count, seed);
        episode.IsOver = buffers.IsEpisodeOver;
        return episode;
    }

    private static int[]? Choose(StepBuffers buffers, RandomStream random)
    {
        var actions = new int[buffers.Spec.AgentCount];
        var any = false;
        for (var agent = 0; agent < actions.Length; agent++)
        {
            if (!buffers.Acting[agent]) continue;
            var space = buffers.Spec.ActionSpaces[agent];
            // The watch has reported both ways of being stuck.
            if (!buffers.Mask(agent)[..space.Count].Contains(true)) return null;
            actions[agent] = space.Sample(random, buffers.Mask(agent));
            any = true;
        }

        return any ? actions : null;
    }
}

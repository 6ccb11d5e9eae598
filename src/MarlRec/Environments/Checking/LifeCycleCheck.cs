namespace MarlRec.Environments.Checking;

/// <summary>Steps before the reset and after the end.</summary>
internal static class LifeCycleCheck
{
    internal static void Run(IEnvironment environment, RecordedEpisode episode, ViolationList violations)
    {
        var buffers = new StepBuffers(environment.Spec);
        Refuse("before the reset");
        if (!episode.IsOver) return;
        try
        {
            environment.Reset(episode.Seed, episode.Options, buffers);
            foreach (var actions in episode.Actions) environment.Step(actions, buffers);
        }
        catch (Exception exception)
        {
            violations.Add(EnvironmentRule.LifeCycle, $"Seed {episode.Seed}: after a refused step: {exception.GetType().Name}: {exception.Message}");
            return;
        }

        Refuse("after the end");

        void Refuse(string when)
        {
            var digest = StepDigest.Of(buffers);
            var actions = new int[environment.Spec.AgentCount];
            if (Refusal.OfStep<InvalidOperationException>(environment, actions, buffers) is { } failure) violations.Add(EnvironmentRule.LifeCycle, $"Seed {episode.Seed}, {when}: {failure}.");
            violations.Require(StepDigest.Of(buffers) == digest, EnvironmentRule.LifeCycle, $"Seed {episode.Seed}, {when}: the refused step changes the buffers.");
        }
    }
}

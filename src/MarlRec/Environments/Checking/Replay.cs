namespace MarlRec.Environments.Checking;

/// <summary>Repeats a recorded episode and compares each call with it. Derived classes change one thing that must not matter.</summary>
internal class Replay(IEnvironment environment, RecordedEpisode episode, EnvironmentRule rule, ViolationList violations)
{
    protected IEnvironment Environment => environment;

    protected StepBuffers Buffers { get; } = new(environment.Spec);

    /// <summary>Whether the episode was the same.</summary>
    internal bool Run()
    {
        var step = 0;
        try
        {
            BeforeReset();
            environment.Reset(episode.Seed, episode.Options, Buffers);
            for (; ; step++)
            {
                if (StepDigest.Of(Buffers) != episode.Digests[step]) return Fail(step, "what is delivered differs from the recorded episode");
                if (step == episode.Actions.Count) return true;
                if (BeforeStep(step, episode.Actions[step]) is { } failure) return Fail(step, failure);
                environment.Step(ActionsOf(episode.Actions[step]), Buffers);
            }
        }
        catch (Exception exception)
        {
            return Fail(step, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    protected virtual void BeforeReset()
    {
    }

    /// <summary>Called before each step; returns what is wrong, or null.</summary>
    protected virtual string? BeforeStep(int step, int[] actions) => null;

    protected virtual int[] ActionsOf(int[] recorded) => recorded;

    private bool Fail(int step, string message)
    {
        violations.Add(rule, $"Seed {episode.Seed}, after step {step}: {message}.");
        return false;
    }
}

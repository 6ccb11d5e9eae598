namespace MarlRec.Environments.Checking;

/// <summary>Tries, before the first steps, what must be refused, and then goes on as if nothing had happened.</summary>
internal sealed class ArgumentsReplay(IEnvironment environment, RecordedEpisode episode, ViolationList violations)
    : Replay(environment, episode, EnvironmentRule.Arguments, violations)
{
    // Throwing is slow, and what is refused forty times is refused.
    private const int Steps = 40;

    private readonly StepBuffers _foreign = new(environment.Spec with { StateSize = environment.Spec.StateSize + 1 });

    protected override string? BeforeStep(int step, int[] actions)
    {
        if (step >= Steps) return null;
        var digest = StepDigest.Of(Buffers);
        var failure = Attempts(actions);
        return failure ?? (StepDigest.Of(Buffers) == digest ? null : "a refused call changes the buffers");
    }

    private string? Attempts(int[] actions)
    {
        if (Refusal.OfStep<ArgumentException>(Environment, [.. actions, 0], Buffers) is { } longer) return "with an action too many, " + longer;
        if (Refusal.OfStep<ArgumentException>(Environment, actions.AsSpan(1).ToArray(), Buffers) is { } shorter) return "with an action too few, " + shorter;
        if (Refusal.OfStep<ArgumentNullException>(Environment, actions, null!) is { } missing) return "with null buffers, " + missing;
        if (Refusal.OfStep<ArgumentException>(Environment, actions, _foreign) is { } foreign) return "with buffers of another shape, " + foreign;
        if (Refusal.OfReset<ArgumentNullException>(Environment, null, null!) is { } lost) return "with null buffers, " + lost;
        if (Refusal.OfReset<ArgumentException>(Environment, null, _foreign) is { } strange) return "with buffers of another shape, " + strange;
        for (var agent = 0; agent < actions.Length; agent++)
        {
            if (!Buffers.Acting[agent]) continue;
            var count = Environment.Spec.ActionSpaces[agent].Count;
            int[] illegal = [-1, count, Buffers.Mask(agent)[..count].IndexOf(false)];
            foreach (var action in illegal)
            {
                var tried = (int[])actions.Clone();
                tried[agent] = action;
                if (Refusal.OfStep<ArgumentOutOfRangeException>(Environment, tried, Buffers) is { } accepted) return $"with the illegal action {action} of agent {agent}, " + accepted;
            }
        }

        return null;
    }
}

namespace MarlRec.Environments.Checking;

/// <summary>Gives agents that do not act actions that no space holds.</summary>
internal sealed class IdleActionsReplay(IEnvironment environment, RecordedEpisode episode, ViolationList violations)
    : Replay(environment, episode, EnvironmentRule.IdleActions, violations)
{
    protected override int[] ActionsOf(int[] recorded)
    {
        var actions = (int[])recorded.Clone();
        for (var agent = 0; agent < actions.Length; agent++)
            if (!Buffers.Acting[agent]) actions[agent] = int.MinValue + agent;
        return actions;
    }
}

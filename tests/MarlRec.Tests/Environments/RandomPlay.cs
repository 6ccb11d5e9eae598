using MarlRec.Environments.Checking;
using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>Helpers that play any environment at random.</summary>
internal static class RandomPlay
{
    /// <summary>A legal action for each agent that acts; −1 for the others.</summary>
    internal static int[] Actions(StepBuffers buffers, RandomStream random)
    {
        var actions = new int[buffers.Spec.AgentCount];
        for (var agent = 0; agent < actions.Length; agent++)
            actions[agent] = buffers.Acting[agent] ? buffers.Spec.ActionSpaces[agent].Sample(random, buffers.Mask(agent)) : -1;
        return actions;
    }

    internal static bool[] Ended(StepBuffers buffers)
    {
        var ended = new bool[buffers.Spec.AgentCount];
        for (var agent = 0; agent < ended.Length; agent++) ended[agent] = buffers.Terminated[agent] | buffers.Truncated[agent];
        return ended;
    }

    /// <summary>A number that stands for all that a call delivered.</summary>
    internal static ulong Digest(StepBuffers buffers) => StepDigest.Of(buffers);
}

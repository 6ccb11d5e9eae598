using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

/// <summary>Guards of the scripted policies: each knows one world only.</summary>
internal static class BaselineInput
{
    internal static void Check(StepBuffers observation, int agents, int size, ReadOnlySpan<int> actions)
    {
        var spec = observation.Spec;
        if (spec.AgentCount != agents || spec.ObservationSize != size)
        {
            throw new ArgumentException(
                $"observation is of {spec.Name} with {spec.AgentCount} agents and {spec.ObservationSize} numbers each, but {agents} agents and {size} numbers were expected.",
                nameof(observation));
        }

        Throw.IfLengthDiffers(actions.Length, agents, nameof(actions));
    }
}

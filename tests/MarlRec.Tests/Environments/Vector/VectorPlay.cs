using MarlRec.Environments.Classic;
using MarlRec.Environments.Grid;
using MarlRec.Environments.Slates;
using MarlRec.Execution;

namespace MarlRec.Environments.Vector;

/// <summary>Worlds and random legal actions for the tests of vectors.</summary>
internal static class VectorPlay
{
    internal static Func<IEnvironment> World(string name) => name switch
    {
        "CartPole" => CartPole.V1,
        "GridWorld" => () => new GridWorld(new GridWorldOptions { MaxSteps = 9 }),
        "Nim" => () => new Nim(9),
        "Errands" => () => new Errands(5),
        "Slates" => () => SlateWorlds.Topics(SlateForm.TurnBased, UserControl.Agent),
        _ => throw new ArgumentException(name),
    };

    /// <summary>A legal action for each agent that acts, and for the others a number that must not be read.</summary>
    internal static int[] Actions(VectorStepBuffers buffers, RandomStream random)
    {
        var agents = buffers.Spec.AgentCount;
        var actions = new int[buffers.CopyCount * agents];
        for (var row = 0; row < actions.Length; row++)
        {
            var (copy, agent) = Math.DivRem(row, agents);
            actions[row] = buffers.Acting[row] ? buffers.Spec.ActionSpaces[agent].Sample(random, buffers[copy].Mask(agent)) : int.MinValue;
        }

        return actions;
    }

    /// <summary>Which copies a caller must reset before the next step.</summary>
    internal static bool[] Over(VectorStepBuffers buffers)
    {
        var over = new bool[buffers.CopyCount];
        for (var copy = 0; copy < over.Length; copy++) over[copy] = buffers[copy].IsEpisodeOver;
        return over;
    }
}

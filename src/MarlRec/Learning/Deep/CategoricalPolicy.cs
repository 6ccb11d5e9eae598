using System.Collections.Concurrent;
using MarlRec.Environments;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Learning.Deep;

/// <summary>Draws from, or takes the arg max of, the masked softmax of the actors' logits. Thread-safe as long as nobody trains its networks.</summary>
internal sealed class CategoricalPolicy(ActorCriticNetwork[] networks, AgentGroups groups, bool greedy, ComputeContext context) : IBatchPolicy
{
    private readonly ConcurrentBag<Scratch> _idle = [];

    public void Act(StepBuffers observation, RandomStream random, Span<int> actions) => Act([observation], [random], actions);

    public void Act(ReadOnlySpan<StepBuffers> observations, ReadOnlySpan<RandomStream> random, Span<int> actions)
    {
        Throw.IfLengthDiffers(random.Length, observations.Length, nameof(random));
        Throw.IfLengthDiffers(actions.Length, observations.Length * groups.Agents, nameof(actions));
        foreach (var one in observations)
        {
            ArgumentNullException.ThrowIfNull(one, nameof(observations));
            groups.CheckFits(one.Spec, nameof(observations));
        }

        if (!_idle.TryTake(out var scratch)) scratch = new Scratch(new Tape(context, recording: false));
        for (var group = 0; group < groups.Count; group++)
        {
            var rows = scratch.Gather(observations, groups, group);
            if (rows == 0) continue;
            var input = scratch.Tape.Constant(scratch.Inputs.AsSpan(0, rows * groups.InputSize), rows, groups.InputSize);
            var logits = networks[group].Actor.Forward(scratch.Tape, input);
            var logP = scratch.Tape.MaskedLogSoftmax(logits, scratch.Masks.AsSpan(0, rows * logits.Shape.Last)).Value;
            for (var row = 0; row < rows; row++)
            {
                var slot = scratch.Slots[row];
                var logPRow = logP.Slice(row * logits.Shape.Last, logits.Shape.Last);
                actions[slot] = greedy ? Best(logPRow) : Draw(logPRow, random[slot / groups.Agents]);
            }

            scratch.Tape.Reset();
        }

        _idle.Add(scratch);
    }

    private static int Best(ReadOnlySpan<float> logP)
    {
        var best = 0;
        for (var action = 1; action < logP.Length; action++)
            if (logP[action] > logP[best]) best = action;
        return best;
    }

    private static int Draw(ReadOnlySpan<float> logP, RandomStream random)
    {
        var left = random.NextDouble();
        var last = 0;
        for (var action = 0; action < logP.Length; action++)
        {
            if (float.IsNegativeInfinity(logP[action])) continue;
            last = action;
            left -= Math.Exp(logP[action]);
            if (left < 0) break;
        }

        return last; // Rounding can leave a crumb after the last legal action; it belongs to that one.
    }

    /// <summary>What one call needs; kept for the next.</summary>
    private sealed class Scratch(Tape tape)
    {
        internal Tape Tape { get; } = tape;

        internal float[] Inputs { get; private set; } = [];

        internal bool[] Masks { get; private set; } = [];

        /// <summary>Which entry of the actions each row decides.</summary>
        internal int[] Slots { get; private set; } = [];

        internal int Gather(ReadOnlySpan<StepBuffers> observations, AgentGroups groups, int group)
        {
            var actions = observations.IsEmpty ? 0 : observations[0].Spec.ActionCount;
            if (Slots.Length < observations.Length * groups.Agents)
            {
                Slots = new int[observations.Length * groups.Agents];
                Inputs = new float[Slots.Length * groups.InputSize];
                Masks = new bool[Slots.Length * actions];
            }

            var rows = 0;
            for (var e = 0; e < observations.Length; e++)
            {
                for (var agent = 0; agent < groups.Agents; agent++)
                {
                    if (groups.Of(agent) != group || !observations[e].Acting[agent]) continue;
                    groups.WriteInput(agent, observations[e].Observation(agent), Inputs.AsSpan(rows * groups.InputSize, groups.InputSize));
                    observations[e].Mask(agent).CopyTo(Masks.AsSpan(rows * actions));
                    Slots[rows++] = e * groups.Agents + agent;
                }
            }

            return rows;
        }
    }
}

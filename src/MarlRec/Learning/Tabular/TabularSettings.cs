using MarlRec.Execution;
using MarlRec.Learning.Exploration;

namespace MarlRec.Learning.Tabular;

/// <summary>What the tabular learners share: checks, and the expectation under an ε-greedy policy.</summary>
internal static class TabularSettings
{
    internal static void Check(double learningRate, double visitExponent, double discount, LinearSchedule epsilon, double initialValue)
    {
        Throw.IfOutside(learningRate, double.Epsilon, 1, "LearningRate");
        Throw.IfOutside(visitExponent, 0, 1, "VisitExponent");
        Throw.IfOutside(discount, 0, 1, "Discount");
        ArgumentNullException.ThrowIfNull(epsilon, "Epsilon");
        epsilon.Validate(0, 1, "Epsilon");
        Throw.IfNotFinite(initialValue, "InitialValue");
    }

    /// <summary>Checks every transition before anything changes, and finds the states.</summary>
    internal static (int State, int Next)[] CheckBatch(IReadOnlyList<Transition> batch, QTable table, StateIndexer indexer)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var states = batch.Count == 0 ? [] : new (int State, int Next)[batch.Count];
        for (var i = 0; i < states.Length; i++)
        {
            var t = batch[i];
            Throw.IfOutside(t.Action, 0, table.ActionCount - 1, nameof(Transition.Action));
            Throw.IfOutside(t.NextAction, -1, table.ActionCount - 1, nameof(Transition.NextAction));
            Throw.IfNotFinite(t.Reward, nameof(Transition.Reward));
            var state = indexer(t.Agent, t.Observation.Span);
            table.CheckState(state);
            states[i] = (state, -1);
            if (t.Terminated) continue;
            if (!t.NextMask.IsEmpty)
            {
                Throw.IfLengthDiffers(t.NextMask.Length, table.ActionCount, nameof(Transition.NextMask));
                if (!t.NextMask.Span.Contains(true)) throw new ArgumentException("No action is legal in the observation reached.", nameof(batch));
            }

            var next = indexer(t.Agent, t.NextObservation.Span);
            table.CheckState(next);
            states[i] = (state, next);
        }

        return states;
    }

    internal static double Expected(ReadOnlySpan<float> values, ReadOnlySpan<bool> mask, double epsilon)
    {
        double sum = 0;
        var legal = 0;
        for (var action = 0; action < values.Length; action++)
        {
            if (!mask.IsEmpty && !mask[action]) continue;
            sum += values[action];
            legal++;
        }

        return (1 - epsilon) * values[EpsilonGreedy.Best(values, mask)] + epsilon * sum / legal;
    }
}

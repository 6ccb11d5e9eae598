using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Recommenders.Slates;

/// <summary>The trained residual f and g of a <see cref="SlotTeamPolicy"/>: its last layers start at zero, so that an untrained team is its ranker.</summary>
internal sealed class SlotTeamNetwork : Module
{
    internal SlotTeamNetwork(SlateLayout layout, int hiddenSize, RandomStream random)
    {
        Hidden = Register("hidden", new Linear(layout.InputSize, hiddenSize, random.Fork("hidden")));
        Output = Register("output", new Linear(hiddenSize, layout.VectorSize, random.Fork("output")));
        Pair = Register("pair", new Linear(SlateLayout.ResidualPairSize, 1, random.Fork("pair"), bias: false));
        Output.Weight.Value.Span.Clear();
        Output.Bias!.Value.Span.Clear();
        Pair.Weight.Value.Span.Clear();
    }

    internal Linear Hidden { get; }

    internal Linear Output { get; }

    internal Linear Pair { get; }

    /// <summary>Logits [N, C] of N slot decisions.</summary>
    internal Variable Forward(Tape tape, SlateMinibatch batch, float priorWeight)
    {
        var hidden = tape.Tanh(Hidden.Forward(tape, tape.Constant(batch.Inputs, batch.Count, batch.InputSize)));
        var likeness = tape.BatchedMatVec(Output.Forward(tape, hidden), batch.Vectors);
        var pairs = Pair.Forward(tape, tape.Constant(batch.Pairs, batch.Count * batch.CandidateCount, SlateLayout.ResidualPairSize));
        var residual = tape.Add(likeness, tape.Reshape(pairs, batch.Count, batch.CandidateCount));
        return tape.Add(residual, tape.Scale(tape.Constant(batch.Priors, batch.Count, batch.CandidateCount), priorWeight));
    }
}

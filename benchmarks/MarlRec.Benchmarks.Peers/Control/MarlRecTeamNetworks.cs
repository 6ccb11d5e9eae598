using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>The agents' shared recurrent network and the mixer, in MarlRec.</summary>
internal sealed class MarlRecTeamNetworks : Module
{
    private static readonly int[] s_lengths = [.. Enumerable.Repeat(TeamShape.Steps + 1, TeamShape.Sequences)];

    private readonly Linear _input, _output, _firstWeight, _firstBias, _secondWeight, _secondBias, _lastBias;
    private readonly Gru _memory;

    internal MarlRecTeamNetworks(SeededWeights weights)
    {
        var random = Draws.Stream("qmix"); // overwritten
        _input = Register("input", new Linear(TeamShape.Observations, TeamShape.Hidden, random) { Activation = ActivationKind.Relu });
        _memory = Register("memory", new Gru(TeamShape.Hidden, TeamShape.Hidden, random));
        _output = Register("output", new Linear(TeamShape.Hidden, TeamShape.Actions, random));
        _firstWeight = Register("firstWeight", new Linear(TeamShape.State, TeamShape.Agents * TeamShape.Mixing, random));
        _firstBias = Register("firstBias", new Linear(TeamShape.State, TeamShape.Mixing, random));
        _secondWeight = Register("secondWeight", new Linear(TeamShape.State, TeamShape.Mixing, random));
        _secondBias = Register("secondBias", new Linear(TeamShape.State, TeamShape.Mixing, random) { Activation = ActivationKind.Relu });
        _lastBias = Register("lastBias", new Linear(TeamShape.Mixing, 1, random));
        (Linear Layer, string Name)[] layers =
        [
            (_input, "input"), (_output, "output"), (_firstWeight, "firstWeight"), (_firstBias, "firstBias"), (_secondWeight, "secondWeight"),
            (_secondBias, "secondBias"), (_lastBias, "lastBias"),
        ];
        foreach (var (layer, name) in layers) weights.Fill(layer, name);
        weights.Fill(_memory, "memory");
    }

    /// <summary>[B·A·(T + 1), 9].</summary>
    internal Variable Values(Tape tape, ReadOnlySpan<float> observations)
    {
        var sequences = observations.Length / ((TeamShape.Steps + 1) * TeamShape.Observations);
        var x = tape.Constant(observations, sequences, TeamShape.Steps + 1, TeamShape.Observations);
        var q = _output.Forward(tape, _memory.Forward(tape, _input.Forward(tape, x), s_lengths.AsSpan(0, sequences)));
        return tape.Reshape(q, sequences * (TeamShape.Steps + 1), TeamShape.Actions);
    }

    /// <summary>[B·T], from the agents' values [B·T·A].</summary>
    internal Variable Mix(Tape tape, Variable values, ReadOnlySpan<float> states)
    {
        var rows = states.Length / TeamShape.State;
        var s = tape.Constant(states, rows, TeamShape.State);
        var weights = tape.Reshape(tape.Abs(_firstWeight.Forward(tape, s)), rows, TeamShape.Agents, TeamShape.Mixing);
        var mixed = tape.BatchedMatMul(tape.Reshape(values, rows, 1, TeamShape.Agents), weights);
        var hidden = tape.Elu(tape.Add(mixed, tape.Reshape(_firstBias.Forward(tape, s), rows, 1, TeamShape.Mixing)));
        var sum = tape.BatchedMatMul(hidden, tape.Reshape(tape.Abs(_secondWeight.Forward(tape, s)), rows, TeamShape.Mixing, 1));
        return tape.Add(tape.Reshape(sum, rows), tape.Reshape(_lastBias.Forward(tape, _secondBias.Forward(tape, s)), rows));
    }
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>The agents' shared recurrent network and the mixer, in TorchSharp. A cell a step, as published implementations run it; one GRU over whole episodes is as fast.</summary>
internal sealed class TorchTeamNetworks : IDisposable
{
    private readonly TorchSharp.Modules.Linear _input = Linear(TeamShape.Observations, TeamShape.Hidden), _output = Linear(TeamShape.Hidden, TeamShape.Actions);
    private readonly TorchSharp.Modules.GRUCell _memory = GRUCell(TeamShape.Hidden, TeamShape.Hidden);
    private readonly TorchSharp.Modules.Linear _firstWeight = Linear(TeamShape.State, TeamShape.Agents * TeamShape.Mixing), _firstBias = Linear(TeamShape.State, TeamShape.Mixing);
    private readonly TorchSharp.Modules.Linear _secondWeight = Linear(TeamShape.State, TeamShape.Mixing);
    private readonly TorchSharp.Modules.Linear _secondBias = Linear(TeamShape.State, TeamShape.Mixing), _lastBias = Linear(TeamShape.Mixing, 1);

    internal TorchTeamNetworks(SeededWeights weights)
    {
        (TorchSharp.Modules.Linear Layer, string Name)[] layers =
        [
            (_input, "input"), (_output, "output"), (_firstWeight, "firstWeight"), (_firstBias, "firstBias"), (_secondWeight, "secondWeight"),
            (_secondBias, "secondBias"), (_lastBias, "lastBias"),
        ];
        foreach (var layer in layers) weights.Fill(layer.Layer, layer.Name);
        weights.Fill(_memory, "memory");
        Parameters = [.. layers.SelectMany(layer => layer.Layer.parameters()), .. _memory.parameters()];
    }

    internal TorchSharp.Modules.Parameter[] Parameters { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Module[] parts = [_input, _output, _memory, _firstWeight, _firstBias, _secondWeight, _secondBias, _lastBias];
        foreach (var part in parts) part.Dispose();
    }

    /// <summary>[B·A, T + 1, 9].</summary>
    internal Tensor Values(Tensor observations)
    {
        var state = zeros(TeamShape.Sequences, TeamShape.Hidden);
        var steps = new Tensor[TeamShape.Steps + 1];
        for (var t = 0; t < steps.Length; t++)
        {
            state = _memory.call(functional.relu(_input.call(observations.select(1, t))), state);
            steps[t] = _output.call(state);
        }

        return stack(steps, 1);
    }

    /// <summary>[B·T].</summary>
    internal Tensor Mix(Tensor values, Tensor states)
    {
        var rows = states.shape[0];
        var agents = values.view(TeamShape.Episodes, TeamShape.Agents, TeamShape.Steps).transpose(1, 2).reshape(rows, 1, TeamShape.Agents);
        var first = bmm(agents, _firstWeight.call(states).abs().view(rows, TeamShape.Agents, TeamShape.Mixing)) + _firstBias.call(states).unsqueeze(1);
        var second = bmm(functional.elu(first, 1), _secondWeight.call(states).abs().unsqueeze(2)).view(rows);
        return second + _lastBias.call(functional.relu(_secondBias.call(states))).squeeze(1);
    }
}

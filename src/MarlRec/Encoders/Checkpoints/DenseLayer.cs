using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>The affine map of a sentence-transformers Dense module, with its activation. Thread safety: <em>immutable</em>.</summary>
internal sealed class DenseLayer
{
    private readonly Linear _map;

    private DenseLayer(Linear map) => _map = map;

    /// <summary>How wide its result is.</summary>
    internal int Width => _map.Outputs;

    internal static DenseLayer Read(CheckpointFolder folder, string path, CheckpointJson root, int inputs, int largest)
    {
        var given = root.Member("in_features");
        if (given.Integer(1, largest) != inputs) throw given.Wrong($"{inputs} was expected, as wide as what comes before it");
        var outputs = root.Member("out_features").Integer(1, largest);
        var bias = root.FlagOr("bias", true);
        var activation = root.Find("activation_function") is { } function ? Activation(function) : ActivationKind.Tanh;
        var tensors = folder.ReadTensors(path + "model.safetensors");
        tensors.Require("linear.weight", outputs, inputs);
        if (bias) tensors.Require("linear.bias", outputs);
        var map = new Linear(inputs, outputs, new RandomStream(0), bias) { Activation = activation };
        tensors.Read("linear.weight", map.Weight.Value.Span);
        if (bias) tensors.Read("linear.bias", map.Bias!.Value.Span);
        map.Freeze();
        return new DenseLayer(map);
    }

    internal Variable Forward(Tape tape, Variable x) => _map.Forward(tape, x);

    // Null is the identity. A closed list: the names are those of PyTorch's classes, but nothing is loaded by them.
    private static ActivationKind? Activation(CheckpointJson function) => function.Text() switch
    {
        "torch.nn.modules.activation.Tanh" => ActivationKind.Tanh,
        "torch.nn.modules.activation.ReLU" => ActivationKind.Relu,
        "torch.nn.modules.activation.GELU" => ActivationKind.Gelu,
        "torch.nn.modules.activation.Sigmoid" => ActivationKind.Sigmoid,
        "torch.nn.modules.linear.Identity" => null,
        var other => throw function.Unsupported($"\"{(other.Length <= 80 ? other : other[..80])}\" is not a function that is read"),
    };
}

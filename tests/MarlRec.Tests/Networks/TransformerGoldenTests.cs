using System.Globalization;
using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Layers forward and backward, and ten steps of training an encoder, against PyTorch's; see eng/goldens/transformer.py.</summary>
/// <remarks>Tolerances are relative to 1 + |expected|: 1e-5 of results, 1e-4 of gradients.</remarks>
public class TransformerGoldenTests
{
    private static readonly TransformerOptions s_post = new() { Size = 12, Heads = 3, Inner = 20, Layers = 1 };
    private static readonly TransformerOptions s_pre = s_post with { NormFirst = true, Activation = ActivationKind.Gelu };

    [Theory]
    [InlineData("norm")]
    [InlineData("self")]
    [InlineData("causal_padded")]
    [InlineData("cross")]
    [InlineData("encoder_post")]
    [InlineData("encoder_pre")]
    [InlineData("decoder_post")]
    [InlineData("decoder_pre")]
    public void LayersAgreeForwardAndBackward(string name)
    {
        var golden = Read("attention.txt", name + ".");
        var lengths = golden.TryGetValue("lengths", out var l) ? Array.ConvertAll(l, x => (int)x) : [];
        var memoryLengths = golden.TryGetValue("memory_lengths", out var m) ? Array.ConvertAll(m, x => (int)x) : [];
        var (module, run) = Case(name, lengths, memoryLengths);
        var parameters = module.NamedParameters();
        Assert.Equal(golden.Keys.Count(key => key.StartsWith("p.", StringComparison.Ordinal)), parameters.Count);
        foreach (var (key, parameter) in parameters) golden["p." + key].CopyTo(parameter.Value.Span);
        var inputs = new List<Parameter>();
        for (var i = 0; golden.TryGetValue($"x{i}", out var x); i++) inputs.Add(new Parameter(FloatTensor.From(x, Array.ConvertAll(golden[$"shape{i}"], size => (int)size))));

        var tape = new Tape(ComputeContext.Serial);
        var y = run(tape, [.. inputs.Select(tape.Parameter)]);
        Close(golden["y"], y.Value, 1e-5, "y");
        tape.Backward(tape.WeightedSum(y, golden["seed"]));
        for (var i = 0; i < inputs.Count; i++) Close(golden[$"dx{i}"], inputs[i].Gradient.Span, 1e-4, $"dx{i}");
        foreach (var (key, parameter) in parameters) Close(golden["g." + key], parameter.Gradient.Span, 1e-4, key);
    }

    [Fact]
    public void TenStepsOfTrainingAnEncoderAgree()
    {
        var golden = Read("transformer.txt", "");
        var sizes = Array.ConvertAll(golden["sizes"], size => (int)size);
        var lengths = Array.ConvertAll(golden["lengths"], length => (int)length);
        var random = new RandomStream(1);
        var encoder = new TransformerEncoder(
            new() { Size = sizes[2], Heads = 2, Inner = 16, Layers = 2, NormFirst = true, Activation = ActivationKind.Gelu }, random);
        var head = new Linear(sizes[2], sizes[3], random);
        (string Name, Parameter Parameter)[] parameters =
            [.. encoder.NamedParameters().Select(p => ("encoder." + p.Name, p.Parameter)), .. head.NamedParameters().Select(p => ("head." + p.Name, p.Parameter))];
        foreach (var (name, parameter) in parameters) golden["initial." + name].CopyTo(parameter.Value.Span);

        var adam = new Adam(parameters, new AdamOptions { LearningRate = 0.01 });
        var tape = new Tape(ComputeContext.Serial);
        for (var step = 0; step < golden["losses"].Length; step++)
        {
            tape.Reset();
            adam.ZeroGradients();
            var x = tape.Constant(golden["x"], sizes[0], sizes[1], sizes[2]);
            var loss = tape.MeanSquaredError(head.Forward(tape, encoder.Forward(tape, x, lengths, true)), golden["target"]);
            tape.Backward(loss);
            Assert.Equal(golden["losses"][step], loss.Value[0], 1e-5);
            if (step == 0)
                foreach (var (name, parameter) in parameters) Close(golden["gradient." + name], parameter.Gradient.Span, 1e-5, name);
            adam.Step();
        }

        foreach (var (name, parameter) in parameters)
        {
            // Keys' biases shift all scores of a query alike, so that their gradient is rounding, which Adam makes steps of.
            var value = parameter.Value.Span;
            if (name.EndsWith("in_proj_bias", StringComparison.Ordinal))
            {
                Close(golden["final." + name].AsSpan()[..sizes[2]], value[..sizes[2]], 1e-3, name);
                Close(golden["final." + name].AsSpan()[(2 * sizes[2])..], value[(2 * sizes[2])..], 1e-3, name);
            }
            else
            {
                Close(golden["final." + name], value, 1e-3, name);
            }
        }
    }

    private static (Module Module, Func<Tape, Variable[], Variable> Run) Case(string name, int[] lengths, int[] memoryLengths)
    {
        var random = new RandomStream(1);
        switch (name)
        {
            case "norm":
                var norm = new LayerNorm(13);
                return (norm, (t, x) => norm.Forward(t, x[0]));
            case "self" or "causal_padded":
                var self = new MultiHeadAttention(12, name == "self" ? 3 : 2, random);
                return (self, (t, x) => self.Forward(t, x[0], lengths, name != "self"));
            case "cross":
                var cross = new MultiHeadAttention(12, 4, random);
                return (cross, (t, x) => cross.ForwardCross(t, x[0], x[1], lengths));
            case "encoder_post" or "encoder_pre":
                var encoder = new TransformerEncoderLayer(name == "encoder_pre" ? s_pre : s_post, random);
                return (encoder, (t, x) => encoder.Forward(t, x[0], lengths));
            default:
                var decoder = new TransformerDecoderLayer((name == "decoder_pre" ? s_pre : s_post) with { Heads = 2 }, random);
                return (decoder, (t, x) => decoder.Forward(t, x[0], x[1], lengths, memoryLengths));
        }
    }

    private static Dictionary<string, float[]> Read(string file, string prefix) => File.ReadLines(RepositoryFiles.At("tests/Fixtures/" + file))
        .Where(line => !line.StartsWith('#') && line.StartsWith(prefix, StringComparison.Ordinal))
        .Select(line => line[prefix.Length..].Split(' '))
        .ToDictionary(words => words[0], words => words[1..].Select(word => float.Parse(word, CultureInfo.InvariantCulture)).ToArray());

    private static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string name)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= tolerance * (1 + Math.Abs(expected[i])), $"{name}[{i}]: {actual[i]}, but PyTorch says {expected[i]}");
    }
}

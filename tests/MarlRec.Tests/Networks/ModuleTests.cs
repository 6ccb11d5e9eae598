using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class ModuleTests
{
    private static Sequential Network(ulong seed) =>
        new(new Linear(4, 8, new RandomStream(seed)), new Activation(ActivationKind.Tanh), new Linear(8, 2, new RandomStream(seed + 1)));

    [Fact]
    public void NamesAndSummary()
    {
        var network = Network(1);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], network.NamedParameters().Select(p => p.Name));
        Assert.Equal(4 * 8 + 8 + 8 * 2 + 2, network.ParameterCount);
        Assert.Equal(
            """
            parameter  layer   shape          count
            0.weight   Linear  [8,4]             32
            0.bias     Linear  [8]                8
            2.weight   Linear  [2,8]             16
            2.bias     Linear  [2]                2
            total                                58

            """,
            network.Summary());
        network.NamedParameters()[1].Parameter.Freeze();
        Assert.Contains("0.bias     Linear  [8]                8  frozen\n", network.Summary());
        Assert.EndsWith("total                                58\ntrained                              50\n", network.Summary());
    }

    [Fact]
    public void StateMovesBetweenModules()
    {
        var source = Network(1);
        var target = Network(9);
        var state = new Dictionary<string, FloatTensor>();
        source.ExportState(state, "net.");
        target.ImportState(state, "net.");
        float[] input = [1, -2, 3, 0.5f];
        float[] Run(Sequential network)
        {
            var tape = new Tape(ComputeContext.Serial, recording: false);
            return network.Forward(tape, tape.Constant(input, 1, 4)).Value.ToArray();
        }

        Assert.Equal(Run(source), Run(target));
        Assert.NotEqual(Run(source), Run(Network(9)));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("shape")]
    [InlineData("NaN")]
    public void BadStateChangesNothing(string kind)
    {
        var state = new Dictionary<string, FloatTensor>();
        Network(1).ExportState(state, "");
        if (kind == "missing") state.Remove("2.bias");
        if (kind == "shape") state["2.bias"] = new FloatTensor(3);
        if (kind == "NaN") state["2.bias"].Span[0] = float.NaN;
        var target = Network(9);
        var before = target.NamedParameters()[0].Parameter.Value.Span.ToArray();
        Assert.Contains("2.bias", Assert.Throws<ArgumentException>(() => target.ImportState(state, "")).Message);
        Assert.Equal(before, target.NamedParameters()[0].Parameter.Value.Span);
    }

    [Fact]
    public void BadConstruction()
    {
        var random = new RandomStream(1);
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => new Linear(0, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => new Linear(1, 0, random));
        Assert.Throws<ArgumentNullException>("random", () => new Linear(1, 1, null!));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new Embedding(0, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>("kind", () => new Activation((ActivationKind)9));
        Assert.Throws<ArgumentException>("layers", () => new Sequential());
        Assert.Throws<ArgumentException>("layers", () => new Sequential([null!]));
    }
}

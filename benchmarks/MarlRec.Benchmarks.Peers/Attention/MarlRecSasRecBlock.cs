using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>A block of SASRec with the paper's wiring: queries and residuals from the normalised input, keys and values from the input itself.</summary>
internal sealed class MarlRecSasRecBlock : Module
{
    private readonly LayerNorm _first, _second;
    private readonly Linear _query, _key, _value, _output, _inner, _outer;
    private readonly float _rate;

    internal MarlRecSasRecBlock(float dropout, SeededWeights weights, string name)
    {
        var random = Draws.Stream("sasrec"); // overwritten
        _rate = dropout;
        _first = Register("first", new LayerNorm(SasRecShape.Size));
        _second = Register("second", new LayerNorm(SasRecShape.Size));
        _query = Square("query");
        _key = Square("key");
        _value = Square("value");
        _output = Square("output");
        _inner = Square("inner", ActivationKind.Relu);
        _outer = Square("outer");
        weights.Fill(_first, name + ".first");
        weights.Fill(_second, name + ".second");

        Linear Square(string part, ActivationKind? activation = null)
        {
            var layer = Register(part, new Linear(SasRecShape.Size, SasRecShape.Size, random) { Activation = activation });
            weights.Fill(layer, $"{name}.{part}");
            return layer;
        }
    }

    internal Variable Forward(Tape tape, Variable x, RandomStream dropout)
    {
        var normed = _first.Forward(tape, x);
        var attended = tape.Attention(_query.Forward(tape, normed), _key.Forward(tape, x), _value.Forward(tape, x), heads: 1, causal: true);
        var between = _second.Forward(tape, tape.AddDropout(normed, _output.Forward(tape, attended), _rate, dropout));
        var inner = tape.Dropout(_inner.Forward(tape, between), _rate, dropout);
        return tape.AddDropout(between, _outer.Forward(tape, inner), _rate, dropout);
    }
}

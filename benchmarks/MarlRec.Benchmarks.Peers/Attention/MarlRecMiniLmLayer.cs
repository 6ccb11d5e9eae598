using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>A layer of MiniLM from MarlRec's layers.</summary>
internal sealed class MarlRecMiniLmLayer : Module
{
    private readonly MultiHeadAttention _attention;
    private readonly LayerNorm _first, _second;
    private readonly Linear _inner, _outer;

    internal MarlRecMiniLmLayer(SeededWeights weights, string name)
    {
        var random = Draws.Stream("minilm"); // overwritten
        _attention = Register("attention", new MultiHeadAttention(MiniLmShape.Size, MiniLmShape.Heads, random));
        _first = Register("first", new LayerNorm(MiniLmShape.Size, MiniLmShape.Epsilon));
        _inner = Register("inner", new Linear(MiniLmShape.Size, MiniLmShape.Inner, random) { Activation = ActivationKind.Gelu });
        _outer = Register("outer", new Linear(MiniLmShape.Inner, MiniLmShape.Size, random));
        _second = Register("second", new LayerNorm(MiniLmShape.Size, MiniLmShape.Epsilon));
        weights.Fill(_attention, name);
        weights.Fill(_first, name + ".first");
        weights.Fill(_inner, name + ".inner");
        weights.Fill(_outer, name + ".outer");
        weights.Fill(_second, name + ".second");
    }

    internal Variable Forward(Tape tape, Variable x)
    {
        var middle = _first.Forward(tape, tape.Add(x, _attention.Forward(tape, x)));
        return _second.Forward(tape, tape.Add(middle, _outer.Forward(tape, _inner.Forward(tape, middle))));
    }
}

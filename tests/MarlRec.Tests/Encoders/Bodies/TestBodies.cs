using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Bodies;

/// <summary>Causal bodies to read on with, and the plain way to do so.</summary>
internal static class TestBodies
{
    internal const int Size = 12, MaximumLength = 7;

    internal static readonly TransformerOptions Transformer = new() { Size = Size, Heads = 3, Inner = 20, Layers = 2, Dropout = 0.2f };

    internal static IReadOnlyList<string> Names => ["lstm", "gru", "waves", "learned", "bag", "plain"];

    internal static SequenceBody Create(string name, RandomStream random) => name switch
    {
        "lstm" => new RecurrentBody(RecurrentCell.Lstm, Size, random, 2, 0.2f),
        "gru" => new RecurrentBody(RecurrentCell.Gru, Size, random, 2, 0.2f),
        "waves" => new TransformerBody(Transformer with { NormFirst = true }, MaximumLength, random, causal: true),
        "learned" => new TransformerBody(Transformer, MaximumLength, random, causal: true, PositionKind.Learned),
        "bag" => new BagBody(Size),
        _ => new Plain(Create("waves", random)),
    };

    /// <summary>Shares another body's weights, but reads all steps again at each new one.</summary>
    internal sealed class Plain : SequenceBody
    {
        private readonly SequenceBody _inner;

        internal Plain(SequenceBody inner) => _inner = Register("inner", inner);

        public override int Size => _inner.Size;

        public override bool IsCausal => _inner.IsCausal;

        public override int MaximumLength => _inner.MaximumLength;

        public override Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, RandomStream? random = null) => _inner.Forward(tape, x, lengths, random);
    }

    /// <summary>Counts the steps that another body reads.</summary>
    internal sealed class Counting : SequenceBody
    {
        private readonly SequenceBody _inner;

        internal Counting(SequenceBody inner) => _inner = Register("inner", inner);

        internal long Steps { get; private set; }

        public override int Size => _inner.Size;

        public override bool IsCausal => _inner.IsCausal;

        public override int MaximumLength => _inner.MaximumLength;

        public override Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, RandomStream? random = null) => _inner.Forward(tape, x, lengths, random);

        protected override BodyState Start() => new State(this, _inner.Begin());

        protected override BodyState Read(Tape tape, Variable x, BodyState state)
        {
            Steps += x.Shape[1];
            return new State(this, _inner.Step(tape, x, ((State)state).Inner));
        }

        private sealed class State(SequenceBody body, BodyState inner) : BodyState(body)
        {
            internal BodyState Inner => inner;

            public override ReadOnlySpan<float> Output => inner.Output;

            public override float[] Export() => inner.Export();
        }
    }
}

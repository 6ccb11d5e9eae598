using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Interest;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Seams;

/// <summary>An outsider brings a body that only reads whole sequences, one that knows how to read on, and an encoder that is no network.</summary>
public class OutsideInterestTests
{
    private const int Size = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AForeignBodyReadsOn(bool incremental)
    {
        var random = new RandomStream(1);
        var encoder = new InterestEncoder(6, incremental ? new RunningSum() : new Sum(), null, random);
        var state = encoder.Begin();
        int[] history = [3, 1, 4, 1, 5];
        for (var i = 0; i < history.Length; i++)
        {
            state = encoder.Import(encoder.Append(state, history[i]).Export());
            var tape = new Tape(ComputeContext.Serial, recording: false);
            Assert.Equal(encoder.Forward(tape, new SequenceBatch(history.AsSpan(0, i + 1), [i + 1], i + 1)).Value, state.Interest);
        }
    }

    [Fact]
    public void AForeignEncoderServes()
    {
        IInterestEncoder encoder = new NewestItem();
        var state = encoder.WithText(encoder.Append(encoder.Begin(), 7, 9), [1, 2]);
        Assert.Equal([9f], state.Interest);
        Assert.Equal([9f], encoder.Import(state.Export()).Interest);
    }

    private class Sum : SequenceBody
    {
        public override int Size => OutsideInterestTests.Size;

        public override bool IsCausal => true;

        public override int MaximumLength => int.MaxValue;

        public override Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, RandomStream? random = null)
        {
            ArgumentNullException.ThrowIfNull(tape);
            var sums = x.Value.ToArray();
            for (var i = 0; i < sums.Length; i++)
                if (i / Size % x.Shape[1] > 0) sums[i] += sums[i - Size];
            return tape.Constant(sums, x.Shape[0], x.Shape[1], Size);
        }
    }

    private sealed class RunningSum : Sum
    {
        protected override BodyState Start() => new State(this, new float[Size]);

        protected override BodyState Read(Tape tape, Variable x, BodyState state)
        {
            var sum = state.Output.ToArray();
            for (var i = 0; i < x.Value.Length; i++) sum[i % Size] += x.Value[i];
            return new State(this, sum);
        }

        protected override BodyState Restore(Tape tape, ReadOnlySpan<float> numbers) => new State(this, numbers.ToArray());

        private sealed class State(SequenceBody body, float[] sum) : BodyState(body)
        {
            public override ReadOnlySpan<float> Output => sum;

            public override float[] Export() => [.. sum];
        }
    }

    private sealed class NewestItem : IInterestEncoder
    {
        public int Size => 1;

        public InterestState Begin() => new State(0, 0, false);

        public InterestState Append(InterestState state, params ReadOnlySpan<int> items) => items.IsEmpty ? state : new State(items[^1], state.Events + items.Length, state.HasText);

        public InterestState WithText(InterestState state, ReadOnlySpan<int> tokens) => new State(state.Interest[0], state.Events, !tokens.IsEmpty);

        public InterestState Import(ReadOnlySpan<float> numbers) => new State(numbers[0], (long)numbers[1], numbers[2] == 1);

        private sealed class State(float newest, long events, bool hasText) : InterestState
        {
            private readonly float[] _interest = [newest];

            public override ReadOnlySpan<float> Interest => _interest;

            public override long Events => events;

            public override bool HasText => hasText;

            public override float[] Export() => [newest, events, hasText ? 1 : 0];
        }
    }
}

using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using static MarlRec.Encoders.Bodies.TestBodies;

namespace MarlRec.Encoders.Interest;

public class InterestEncoderTests
{
    private const int Items = 25, Words = 40, Time = 17;
    private static readonly int[] s_lengths = [Time, 0, 5, 0, 9, 1], s_textLengths = [3, 4, 0, 0, 1, 2];

    public static TheoryData<string> Bodies => [.. Names];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void UsersOneByOneAndABatchOfThemHaveTheSameBits(string name)
    {
        var encoder = Create(name);
        var (ids, tokens) = (Ids(Time, Items), Ids(4, Words));
        foreach (var recording in (bool[])[false, true])
        {
            var tape = new Tape(ComputeContext.Serial, recording);
            var silent = encoder.Forward(tape, new SequenceBatch(ids, s_lengths, Time)).Value;
            var spoken = encoder.Forward(tape, new SequenceBatch(ids, s_lengths, Time), new SequenceBatch(tokens, s_textLengths, 4)).Value;
            var cuts = new RandomStream(3);
            for (var b = 0; b < s_lengths.Length; b++)
            {
                Span<int> history = ids.AsSpan(b * Time, s_lengths[b]), text = tokens.AsSpan(b * 4, s_textLengths[b]);
                var state = encoder.Begin();
                // The text may come before, between and after the events.
                if (b % 2 == 0) state = encoder.WithText(state, text);
                for (var at = 0; at < history.Length;)
                {
                    var count = 1 + cuts.Next(history.Length - at);
                    state = encoder.Append(state, history.Slice(at, count));
                    at += count;
                }

                if (b % 2 == 1) state = encoder.WithText(state, text);
                Assert.Equal(spoken.Slice(b * Size, Size), state.Interest);
                Assert.Equal((s_lengths[b], s_textLengths[b] > 0), (state.Events, state.HasText));
                Assert.Equal(silent.Slice(b * Size, Size), encoder.WithText(state, []).Interest);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void EachEventsVectorIsThatOfTheHistorySoFar(string name)
    {
        const int time = TestBodies.MaximumLength;
        var encoder = Create(name);
        var (ids, tokens) = (Ids(time, Items), Ids(4, Words));
        int[] lengths = [time, 0, 5, 1, 7, 1];
        var tape = new Tape(ComputeContext.Serial);
        var silent = encoder.ForwardEvents(tape, new SequenceBatch(ids, lengths, time)).Value;
        var spoken = encoder.ForwardEvents(tape, new SequenceBatch(ids, lengths, time), new SequenceBatch(tokens, s_textLengths, 4)).Value;
        for (var b = 0; b < lengths.Length; b++)
        {
            InterestState without = encoder.Begin(), with = encoder.WithText(without, tokens.AsSpan(b * 4, s_textLengths[b]));
            for (var t = 0; t < lengths[b]; t++)
            {
                var item = ids[b * time + t];
                (without, with) = (encoder.Append(without, item), encoder.Append(with, item));
                Assert.Equal(silent.Slice((b * time + t) * Size, Size), without.Interest);
                Assert.Equal(spoken.Slice((b * time + t) * Size, Size), with.Interest);
            }
        }
    }

    [Fact]
    public void OnlyWhatIsThereCountsAndTheGateMixesTheRest()
    {
        var encoder = Create("gru");
        for (var i = 0; i < Size; i++) encoder.Nobody.Value.Span[i] = i + 1;
        var nobody = encoder.Begin();
        Assert.Equal(encoder.Nobody.Value.Span, nobody.Interest);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        int[] tokens = [7, 8, 9];
        var text = encoder.Text!.Forward(tape, new SequenceBatch(tokens, [3], 3)).Pooled.Value;
        Assert.Equal(text, encoder.WithText(nobody, tokens).Interest);
        var behaviour = encoder.Append(nobody, 3, 1, 4).Interest;
        var mixed = encoder.WithText(encoder.Append(nobody, 3, 1, 4), tokens).Interest;
        var (weight, bias) = (encoder.Gate!.Weight.Value, encoder.Gate.Bias!.Value);
        for (var i = 0; i < Size; i++)
        {
            double sum = bias.Span[i];
            for (var j = 0; j < Size; j++) sum += (double)weight.Row(i)[j] * text[j] + (double)weight.Row(i)[Size + j] * behaviour[j];
            var gate = 1 / (1 + Math.Exp(-sum));
            Assert.Equal(gate * text[i] + (1 - gate) * behaviour[i], mixed[i], 1e-6);
        }
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void AnEventCostsTheSameHoweverLongTheHistory(string name)
    {
        var body = new Counting(TestBodies.Create(name, new RandomStream(1)));
        var encoder = new InterestEncoder(Items, body, null, new RandomStream(2));
        var state = encoder.Begin();
        long At(int events)
        {
            while (state.Events < events) state = encoder.Append(state, (int)(state.Events * 7 % Items));
            var before = state;
            var bytes = Allocations.Of(() => state = encoder.Append(before, 3));
            var steps = body.Steps;
            state = encoder.Append(before, 3);
            Assert.Equal(1, body.Steps - steps);
            return bytes;
        }

        long ten = At(10), tenThousand = At(10_000);
        Assert.InRange(ten, 1, 1024);
        Assert.Equal(ten, tenThousand);
    }

    [Fact]
    public void AttentionCostsTheSameRoundAfterRound()
    {
        const int most = 32, round = most - most / 2;
        var random = new RandomStream(1);
        var encoder = new InterestEncoder(Items, new TransformerBody(Transformer, most, random, causal: true), null, random);
        var state = encoder.Begin();
        long Round(int events)
        {
            while (state.Events < events) state = encoder.Append(state, (int)(state.Events * 7 % Items));
            var before = state;
            return Allocations.Of(() =>
            {
                state = before;
                for (var i = 0; i < round; i++) state = encoder.Append(state, i);
            });
        }

        Assert.Equal(Round(most + 1), Round(most + 1 + 300 * round));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void EightThreadsServeTheSerialBits(string name)
    {
        const int users = 24, events = 20;
        var encoder = Create(name);
        float[] Serve(int user, float[]? exported)
        {
            var state = exported is null ? encoder.WithText(encoder.Begin(), [user, 1 + user]) : encoder.Import(exported);
            for (var i = 0; i < events; i++) state = encoder.Append(state, (user * 3 + i * 5) % Items);
            return state.Interest.ToArray();
        }

        var shared = encoder.Append(encoder.Begin(), 1, 2, 3);
        var expected = Enumerable.Range(0, users).Select(user => Serve(user, null)).ToArray();
        var branches = Enumerable.Range(0, users).Select(user => encoder.Append(encoder.Append(shared, user), 4).Interest.ToArray()).ToArray();
        var wrong = 0;
        var threads = Enumerable.Range(0, 8).Select(t => new Thread(() =>
        {
            for (var i = 0; i < users; i++)
            {
                var user = (i + 3 * t) % users;
                if (!expected[user].AsSpan().SequenceEqual(Serve(user, null))) Interlocked.Increment(ref wrong);
                if (!branches[user].AsSpan().SequenceEqual(encoder.Append(encoder.Append(shared, user), 4).Interest)) Interlocked.Increment(ref wrong);
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(0, wrong);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void EveryParameterIsTrainedToTheSameBitsAtAnyDegree(string name)
    {
        float[] Run(int degree)
        {
            using var context = new ComputeContext(degree);
            var encoder = Create(name);
            var tape = new Tape(context);
            var histories = new SequenceBatch(Ids(Time, Items), s_lengths, Time);
            var texts = new SequenceBatch(Ids(4, Words), s_textLengths, 4);
            var drops = new RandomStream(7);
            var x = encoder.Forward(tape, histories, texts, drops);
            int[] few = [2, 0, 5, 1, 7, 1];
            var each = encoder.ForwardEvents(tape, new SequenceBatch(Ids(TestBodies.MaximumLength, Items), few, TestBodies.MaximumLength), texts, drops);
            // The vector of nobody starts at zero, so the loss must not be flat there.
            tape.Backward(tape.Add(tape.Sum(tape.Exp(x)), tape.Sum(tape.Multiply(each, each))));
            foreach (var (path, parameter) in encoder.NamedParameters())
                Assert.True(parameter.Gradient.Span.ContainsAnyExcept(0), $"{path} got no gradient");
            return [.. x.Value, .. each.Value, .. encoder.NamedParameters().SelectMany(p => p.Parameter.Gradient.Span.ToArray())];
        }

        var one = Run(1);
        Assert.Equal(one, Run(2));
        Assert.Equal(one, Run(3));
    }

    [Fact]
    public void GivenVectorsStayTheirOwners()
    {
        var random = new RandomStream(1);
        var items = new Embedding(Items, Size, random);
        var encoder = new InterestEncoder(items.Weight, TestBodies.Create("lstm", random), null, random);
        Assert.Same(items.Weight, encoder.Items);
        Assert.Equal(Items, encoder.ItemCount);
        Assert.Equal(["behaviour", "nobody"], encoder.NamedParameters().Select(p => p.Name.Split('.')[0]).Distinct().Order());
        Assert.Equal(["behaviour", "gate", "items", "nobody", "text"], Create("lstm").NamedParameters().Select(p => p.Name.Split('.')[0]).Distinct().Order());
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        var random = new RandomStream(1);
        InterestEncoder encoder = Create("waves"), silent = new(Items, TestBodies.Create("gru", random), null, random);
        Assert.Throws<ArgumentOutOfRangeException>("itemCount", () => new InterestEncoder(0, encoder.Behaviour, null, random));
        Assert.Throws<ArgumentException>("behaviour", () => new InterestEncoder(1, new TransformerBody(Transformer, 8, random), null, random));
        Assert.Throws<ArgumentException>("items", () => new InterestEncoder(new Embedding(3, Size + 1, random).Weight, encoder.Behaviour, null, random));
        Assert.Throws<ArgumentException>("text", () => new InterestEncoder(1, new RecurrentBody(RecurrentCell.Gru, Size + 1, random), encoder.Text, random));

        var state = encoder.Append(encoder.Begin(), 1, 2);
        var before = state.Interest.ToArray();
        Assert.Throws<ArgumentNullException>("state", () => encoder.Append(null!, 1));
        Assert.Throws<ArgumentNullException>("state", () => encoder.WithText(null!, [1]));
        Assert.Throws<ArgumentException>("state", () => encoder.Append(silent.Begin(), 1));
        Assert.Throws<ArgumentException>("state", () => encoder.WithText(Create("waves").Begin(), [1]));
        Assert.Contains("items[1] must be in [0, 25)", Assert.Throws<ArgumentOutOfRangeException>("items", () => encoder.Append(state, 3, Items)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("items", () => encoder.Append(state, -1));
        Assert.Contains("tokens[0] must be in [0, 40)", Assert.Throws<ArgumentOutOfRangeException>("tokens", () => encoder.WithText(state, [Words])).Message);
        Assert.Contains("9 tokens", Assert.Throws<ArgumentException>("tokens", () => encoder.WithText(state, new int[9])).Message);
        Assert.Throws<InvalidOperationException>(() => silent.WithText(silent.Begin(), [1]));
        Assert.Same(state, encoder.Append(state));
        Assert.Equal(before, state.Interest);

        var tape = new Tape(ComputeContext.Serial);
        var one = new int[8];
        Assert.Throws<ArgumentNullException>("tape", () => encoder.Forward(null!, new SequenceBatch(one, [8], 8)));
        Assert.Throws<ArgumentException>("histories", () => encoder.Forward(tape, default));
        Assert.Throws<ArgumentException>("histories", () => encoder.ForwardEvents(tape, new SequenceBatch(one, [8], 8)));
        Assert.Throws<ArgumentException>("texts", () => encoder.Forward(tape, new SequenceBatch(one, [8], 8), new SequenceBatch(one, [1, 1], 4)));
        Assert.Throws<ArgumentException>("texts", () => encoder.Forward(tape, new SequenceBatch(one, [8], 8), new SequenceBatch(new int[9], [9], 9)));
        Assert.Throws<ArgumentException>("texts", () => silent.ForwardEvents(tape, new SequenceBatch(one, [8], 8), new SequenceBatch(one, [8], 8)));
        Assert.Throws<ArgumentOutOfRangeException>("ids", () => encoder.Forward(tape, new SequenceBatch([Items], [1], 1)));
    }

    internal static InterestEncoder Create(string name)
    {
        var random = new RandomStream(11);
        return new InterestEncoder(Items, TestBodies.Create(name, random), Texts(random), random);
    }

    private static TokenEncoder Texts(RandomStream random) =>
        new(Words, new TransformerBody(Transformer with { Layers = 1 }, 8, random.Fork("text")), PoolingKind.Mean, random);

    private static int[] Ids(int time, int count)
    {
        var ids = new int[s_lengths.Length * time];
        for (var i = 0; i < ids.Length; i++) ids[i] = i * 7 % count;
        return ids;
    }
}

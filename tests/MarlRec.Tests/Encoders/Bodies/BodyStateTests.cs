using MarlRec.Execution;
using MarlRec.Networks;
using static MarlRec.Encoders.Bodies.TestBodies;

namespace MarlRec.Encoders.Bodies;

public class BodyStateTests
{
    private const int Longest = 3 * TestBodies.MaximumLength;

    public static TheoryData<string> Bodies => [.. Names];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void HoweverStepsAreCutTheBitsAreThoseOfTheWindowReadAtOnce(string name)
    {
        var random = new RandomStream(1);
        var body = Create(name, random);
        var x = GradientCheck.Normal(random, Longest, Size).Span.ToArray();
        var tape = Inference();
        for (var steps = 0; steps <= Longest; steps++)
        {
            var expected = Whole(body, x, steps);
            for (var cut = 0; cut < 4; cut++)
            {
                var state = body.Begin();
                for (var at = 0; at < steps;)
                {
                    // In ones, all at once, or in parts that are drawn.
                    var count = cut == 0 ? 1 : cut == 1 ? steps : 1 + random.Next(steps - at);
                    tape.Reset();
                    state = body.Step(tape, Steps(tape, x, at, count), state);
                    at += count;
                }

                Assert.Equal(expected, state.Output);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void AStateGoesOnFromItsNumbers(string name)
    {
        var random = new RandomStream(2);
        var body = Create(name, random);
        var x = GradientCheck.Normal(random, Longest, Size).Span.ToArray();
        var tape = Inference();
        BodyState state = body.Begin(), copy = body.Import(tape, state.Export());
        for (var step = 0; step < Longest; step++)
        {
            var next = Steps(tape, x, step, 1);
            (state, copy) = (body.Step(tape, next, state), body.Step(tape, next, body.Import(tape, copy.Export())));
            Assert.Equal(state.Output, copy.Output);
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void StatesThatShareStepsDoNotDisturbEachOther(string name)
    {
        var random = new RandomStream(3);
        var body = Create(name, random);
        var x = GradientCheck.Normal(random, Longest, Size).Span.ToArray();
        var tape = Inference();
        var states = new List<BodyState> { body.Begin() };
        for (var step = 0; step < Longest; step++) states.Add(body.Step(tape, Steps(tape, x, step, 1), states[^1]));
        // Newest first, so that each step's place is taken already; and each branch is read on once more.
        for (var first = Longest - 2; first >= 0; first--)
        {
            var other = Longest - 1 - first;
            float[] branch = [.. x[..(first * Size)], .. Row(x, other), .. Row(x, first)];
            var state = body.Step(tape, Steps(tape, branch, first + 1, 1), body.Step(tape, Steps(tape, branch, first, 1), states[first]));
            Assert.Equal(Whole(body, branch, first + 2), state.Output);
        }

        for (var steps = 0; steps <= Longest; steps++) Assert.Equal(Whole(body, x, steps), states[steps].Output);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void EightThreadsReadOnFromOneState(string name)
    {
        var random = new RandomStream(4);
        var body = Create(name, random);
        var x = GradientCheck.Normal(random, Longest, Size).Span.ToArray();
        var start = Enumerable.Range(0, 3).Aggregate(body.Begin(), (state, step) =>
        {
            var tape = Inference();
            return body.Step(tape, Steps(tape, x, step, 1), state);
        });
        const int rounds = 40;
        var results = new float[8][];
        var threads = new Thread[8];
        for (var t = 0; t < threads.Length; t++)
        {
            var mine = t;
            threads[t] = new Thread(() =>
            {
                var tape = Inference();
                List<float> outputs = [];
                for (var round = 0; round < rounds; round++)
                {
                    tape.Reset();
                    var state = start;
                    for (var step = 0; step < 6; step++) state = body.Step(tape, Steps(tape, x, 3 + (mine + round + step) % 8, 1), state);
                    outputs.AddRange(state.Output);
                }

                results[mine] = [.. outputs];
            });
        }

        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (var t = 0; t < threads.Length; t++)
            for (var round = 0; round < rounds; round++)
            {
                float[] all = [.. x[..(3 * Size)], .. Enumerable.Range(0, 6).SelectMany(step => Row(x, 3 + (t + round + step) % 8))];
                Assert.Equal(Whole(body, all, 9), results[t].AsSpan(round * Size, Size));
            }
    }

    [Fact]
    public void AFullBodyGoesOnFromTheNewerHalf()
    {
        var random = new RandomStream(5);
        int[] seven = [.. Enumerable.Range(0, 16).Select(steps => Create("waves", random).Window(steps))];
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7], seven);
        Assert.Equal(1, new TransformerBody(Transformer, 1, random, causal: true).Window(1_000_000_000_000));
        Assert.Equal(int.MaxValue, Create("gru", random).Window(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => Create("gru", random).Window(-1));
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        var random = new RandomStream(6);
        var tape = Inference();
        var x = tape.Constant(new float[Size], 1, 1, Size);
        var both = new TransformerBody(Transformer, 8, random);
        Assert.Throws<InvalidOperationException>(() => both.Begin());
        Assert.Throws<InvalidOperationException>(() => both.Import(tape, []));
        foreach (var name in Names)
        {
            SequenceBody body = Create(name, random), other = Create(name, random);
            var state = body.Begin();
            Assert.Throws<ArgumentNullException>("tape", () => body.Step(null!, x, state));
            Assert.Throws<ArgumentNullException>("state", () => body.Step(tape, x, null!));
            Assert.Throws<ArgumentException>("state", () => body.Step(tape, x, other.Begin()));
            Assert.Throws<ArgumentException>("x", () => body.Step(tape, tape.Reshape(x, 1, Size), state));
            Assert.Throws<ArgumentException>("x", () => body.Step(tape, tape.Reshape(x, 1, 2, Size / 2), state));
            Assert.Throws<ArgumentException>("x", () => body.Step(tape, tape.Constant([], 1, 0, Size), state));
            Assert.Throws<ArgumentException>("tape", () => body.Step(new Tape(ComputeContext.Serial), x, state));
            Assert.Throws<ArgumentNullException>("tape", () => body.Import(null!, []));
            Assert.Throws<ArgumentException>("numbers", () => body.Import(tape, new float[Size + 1]));
            Assert.Throws<ArgumentException>("numbers", () => body.Import(tape, new float[1000 * Size]));
            Assert.Throws<ArgumentException>("numbers", () => body.Import(tape, [.. state.Export(), float.NaN]));
        }
    }

    // Without states: the window of the first steps, as a sequence of its own.
    private static float[] Whole(SequenceBody body, float[] x, int steps)
    {
        var window = body.Window(steps);
        if (window == 0) return new float[Size];
        var tape = Inference();
        return body.Forward(tape, Steps(tape, x, steps - window, window), [window]).Value[^Size..].ToArray();
    }

    private static Tape Inference() => new(ComputeContext.Serial, recording: false);

    private static float[] Row(float[] x, int step) => x.AsSpan(step * Size, Size).ToArray();

    private static Variable Steps(Tape tape, float[] x, int first, int count) => tape.Constant(x.AsSpan(first * Size, count * Size), 1, count, Size);
}

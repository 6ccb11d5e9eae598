using MarlRec.Execution;
using MarlRec.Tensors;
using static MarlRec.Networks.GradientCheck;

namespace MarlRec.Networks;

public class GruTests
{
    [Theory]
    [InlineData(5, 12)]
    [InlineData(300, 33)]
    public void OneStepAtATimeGivesTheSameBits(int inputs, int hidden)
    {
        const int batch = 21, time = 6;
        var random = new RandomStream(13);
        var gru = new Gru(inputs, hidden, random);
        FloatTensor x = Normal(random, batch, time, inputs), start = Normal(random, batch, hidden);
        var lengths = Lengths(random, batch, time);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var input = tape.Constant(x.Span, batch, time, inputs);
        var fromZero = gru.Forward(tape, input, lengths);
        var fromStart = gru.Forward(tape, input, lengths, tape.Constant(start.Span, batch, hidden));
        for (var b = 0; b < batch; b++)
        {
            float[] h = new float[hidden], g = start.Row(b).ToArray();
            for (var t = 0; t < lengths[b]; t++)
            {
                gru.Step(x.Span.Slice((b * time + t) * inputs, inputs), h);
                gru.Step(x.Span.Slice((b * time + t) * inputs, inputs), g);
                Assert.Equal(fromZero.Value.Slice((b * time + t) * hidden, hidden), h);
                Assert.Equal(fromStart.Value.Slice((b * time + t) * hidden, hidden), g);
            }
        }
    }

    [Fact]
    public void SequencesCanBeCutInTwo()
    {
        var random = new RandomStream(14);
        var gru = new Gru(3, 20, random);
        var x = Normal(random, 2, 7, 3);
        var tape = new Tape(ComputeContext.Serial);
        var whole = gru.Forward(tape, tape.Constant(x.Span, 2, 7, 3), [7, 7]);
        float[] Cut(int from, int to) => [.. x.Span[(3 * from)..(3 * to)], .. x.Span[(21 + 3 * from)..(21 + 3 * to)]];
        var first = gru.Forward(tape, tape.Constant(Cut(0, 4), 2, 4, 3), [4, 4]);
        var second = gru.Forward(tape, tape.Constant(Cut(4, 7), 2, 3, 3), [3, 3], tape.LastSteps(first, [4, 4]));
        for (var b = 0; b < 2; b++)
            for (var i = 0; i < 60; i++) Assert.Equal(whole.Value[(b * 7 + 4) * 20 + i], second.Value[b * 60 + i]);
    }

    [Fact]
    public void WhatStandsInThePaddingDoesNotMatter()
    {
        var random = new RandomStream(14);
        var gru = new Gru(3, 4, random);
        var x = Normal(random, 2, 5, 3);
        int[] lengths = [2, 4];
        float[] Train()
        {
            var tape = new Tape(ComputeContext.Serial);
            foreach (var (_, p) in gru.NamedParameters()) p.ZeroGradient();
            tape.Backward(tape.Sum(gru.Forward(tape, tape.Constant(x.Span, 2, 5, 3), lengths)));
            return gru.NamedParameters().SelectMany(p => p.Parameter.Gradient.Span.ToArray()).ToArray();
        }

        var before = Train();
        x.Span.Slice(2 * 3, 3 * 3).Fill(float.NaN);
        x.Span.Slice(9 * 3, 3).Fill(float.NaN);
        Assert.Equal(before, Train());
    }

    [Fact]
    public void SteadyStateAllocatesNothingAndInferenceKeepsOnlyTheResult()
    {
        var random = new RandomStream(16);
        var gru = new Gru(6, 10, random);
        var x = Normal(random, 33, 40, 6);
        int[] lengths = Lengths(random, 33, 40);
        Tape training = new(ComputeContext.Serial), plain = new(ComputeContext.Serial, recording: false);
        void Step()
        {
            training.Reset();
            training.Backward(training.Sum(gru.Forward(training, training.Constant(x.Span, 33, 40, 6), lengths)));
        }

        for (var i = 0; i < 40; i++) Step();
        Assert.Equal(0, Allocations.Of(() =>
        {
            Step();
        }));
        var input = plain.Constant(x.Span, 33, 40, 6);
        for (var i = 0; i < 100; i++) gru.Forward(plain, input, lengths);
        Assert.InRange(plain.Workspace.Capacity, 100 * 33 * 40 * 10 * 4, 3 * 100 * 33 * 40 * 10 * 4);
    }

    [Fact]
    public void WorksAsALayerOfASequential()
    {
        var random = new RandomStream(17);
        var gru = new Gru(4, 5, random);
        var network = new Sequential(new Embedding(9, 4, random), gru);
        var tape = new Tape(ComputeContext.Serial);
        var last = network.Forward(tape, new SequenceBatch([1, 2, 3, 4, 5, 0], [3, 2], 3));
        Assert.Equal(new Shape(2, 5), last.Shape);
        Assert.Equal(["0.weight", "1.weight_ih", "1.weight_hh", "1.bias_ih", "1.bias_hh"], network.NamedParameters().Select(p => p.Name));
    }

    [Fact]
    public void BadInput()
    {
        var gru = new Gru(3, 4, new RandomStream(1));
        var tape = new Tape(ComputeContext.Serial);
        var x = tape.Constant(new float[12], 2, 2, 3);
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => new Gru(0, 1, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>("hidden", () => new Gru(1, 0, new RandomStream(1)));
        Assert.Throws<ArgumentNullException>("random", () => new Gru(1, 1, null!));
        Assert.Throws<ArgumentNullException>("tape", () => gru.Forward(null!, x, [1, 1]));
        Assert.Throws<ArgumentException>("lengths", () => gru.Forward(tape, x, [1]));
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => gru.Forward(tape, x, [1, 3]));
        Assert.Throws<ArgumentException>("x", () => gru.Forward(tape, tape.Reshape(x, 4, 3), [1, 1]));
        Assert.Throws<ArgumentException>("inputWeight", () => gru.Forward(tape, tape.Reshape(x, 2, 3, 2), [1, 1]));
        Assert.Contains("[2,3] do not fit input [2,2,3]", Assert.Throws<ArgumentException>("initial", () => gru.Forward(tape, x, [1, 1], tape.Constant(new float[6], 2, 3))).Message);
        Assert.Throws<ArgumentException>("x", () => gru.Step(new float[2], new float[4]));
        Assert.Throws<ArgumentException>("h", () => gru.Step(new float[3], new float[3]));
        Variable At(int rows, int columns) => columns == 0 ? tape.Constant(new float[rows], rows) : tape.Constant(new float[rows * columns], rows, columns);
        Assert.Throws<ArgumentException>("hiddenWeight", () => tape.GruSequence(x, [1, 1], At(12, 3), At(12, 3), At(12, 0), At(12, 0)));
        Assert.Throws<ArgumentException>("inputBias", () => tape.GruSequence(x, [1, 1], At(12, 3), At(12, 4), At(11, 0), At(12, 0)));
        Assert.Throws<ArgumentException>("hiddenBias", () => tape.GruSequence(x, [1, 1], At(12, 3), At(12, 4), At(12, 0), At(11, 0)));
    }

    private static int[] Lengths(RandomStream random, int batch, int time)
    {
        var lengths = new int[batch];
        for (var i = 0; i < batch; i++) lengths[i] = random.Next(time + 1);
        lengths[^1] = time;
        return lengths;
    }
}

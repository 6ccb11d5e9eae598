using MarlRec.Encoders.Bodies;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pretraining;

public class NextItemObjectiveTests
{
    private const int Items = ObjectiveCase.Items, Size = ObjectiveCase.Size;

    // With the lengths 7, 2, 3, 6, 1, 10 and four events read at once: the newest event of a history ends its last window.
    private static readonly int[][] s_windows =
    [
        [2, 3, 4, 5, 6], [0, 1, 2], [7, 8], [3, 3, 9], [11, 0, 7, 8, 3], [10, 11], [10, 11, 4, 4, 0], [9, 5, 6, 1, 10], [2, 9],
    ];

    [Theory]
    [InlineData(0, null, false)]
    [InlineData(0, 0.2, false)]
    [InlineData(0, null, true)]
    [InlineData(1, null, false)]
    [InlineData(7, null, false)]
    [InlineData(60, 0.2, false)]
    public void LossIsThatOfThePlainSum(int negatives, double? temperature, bool lastOnly)
    {
        var options = new NextItemOptions { MaximumLength = 4, Negatives = negatives, Temperature = temperature, LastOnly = lastOnly, NegativePower = 0.5 };
        var objective = ObjectiveCase.NextItem(new RandomStream(8), 0, options);
        int[][] windows = lastOnly ? [.. ObjectiveCase.Histories.Where(history => history.Length > 1).Select(history => history[Math.Max(0, history.Length - 5)..])] : s_windows;
        Assert.Equal(windows.Length, objective.ExampleCount);

        var random = new RandomStream(4);
        int[] examples = [.. Enumerable.Range(0, windows.Length)];
        var tape = new Tape(ComputeContext.Serial);
        var result = objective.Record(tape, examples, random);
        var table = objective.Items.Compute();
        var (sample, logShare) = Sample(random, negatives, 0.5);
        double sum = 0;
        int targets = 0, right = 0;
        foreach (var window in windows)
        {
            var states = States(objective, table, window[..^1]);
            for (var t = lastOnly ? window.Length - 2 : 0; t < window.Length - 1; t++)
            {
                var logits = new double[Items];
                for (var item = 0; item < Items; item++) logits[item] = Logit(states.Row(t), table.Row(item), temperature);
                var target = window[t + 1];
                double[] others = negatives == 0
                    ? [.. Enumerable.Range(0, Items).Where(item => item != target).Select(item => logits[item])]
                    // Of S draws in proportion to q, S · q are expected to be an item: each stands for 1 / (S · q) of it. The target is there in any case, once.
                    : [.. sample.Where(item => item != target).Select(item => logits[item] - Math.Log(negatives) - logShare[item])];
                var own = logits[target];
                sum += Math.Log(1 + others.Sum(other => Math.Exp(other - own)));
                targets++;
                if (others.All(other => other <= own)) right++;
            }
        }

        Assert.Equal(targets, result.Targets);
        Assert.Equal(right, result.Right);
        Assert.Equal(sum / targets, result.Loss.Value[0], 1e-4);
    }

    [Fact]
    public void TheSampleStandsForAll()
    {
        var random = new RandomStream(8);
        var sampled = ObjectiveCase.NextItem(random, 0, new NextItemOptions { MaximumLength = 4, Negatives = 20_000 });
        var full = ObjectiveCase.NextItem(random, 0, new NextItemOptions { MaximumLength = 4 });
        int[] examples = [.. Enumerable.Range(0, full.ExampleCount)];
        float Loss(NextItemObjective objective) => objective.Record(new Tape(ComputeContext.Serial), examples, new RandomStream(2)).Loss.Value[0];
        Assert.Equal(Loss(full), Loss(sampled), 0.03);
    }

    [Fact]
    public void RowsThatAreNotLookedUpGetNoGradient()
    {
        var objective = ObjectiveCase.NextItem(new RandomStream(8), 0, new NextItemOptions { MaximumLength = 4, Negatives = 2 }, rowSparse: true);
        var random = new RandomStream(6);
        var tape = new Tape(ComputeContext.Serial);
        tape.Backward(objective.Record(tape, [2], random).Loss);
        var table = objective.Parameters.Single(named => named.Name == "items.table.weight").Parameter;
        Assert.False(table.TouchedRows!.IsAll);
        int[] expected = [.. Sample(random, 2, 0.75).Sample.Concat([7, 8]).Distinct().Order()];
        Assert.Equal(expected, table.TouchedRows.Ids.ToArray().Order());
        for (var item = 0; item < Items; item++)
            if (!expected.Contains(item)) Assert.All(table.Gradient.Row(item).ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void WhatNobodyHasMetIsNotPushedAway()
    {
        var random = new RandomStream(1);
        var items = new ItemVectors(20, Size, random);
        var objective = new NextItemObjective(items, new RecurrentBody(RecurrentCell.Gru, Size, random), ObjectiveCase.Histories);
        var tape = new Tape(ComputeContext.Serial);
        tape.Backward(objective.Record(tape, [0, 1, 2], new RandomStream(2)).Loss);
        var gradient = objective.Parameters[0].Parameter.Gradient;
        for (var item = 0; item < 20; item++)
        {
            if (item < Items) Assert.Contains(gradient.Row(item).ToArray(), g => g != 0);
            else Assert.All(gradient.Row(item).ToArray(), g => Assert.Equal(0, g));
        }
    }

    [Fact]
    public void BadInput()
    {
        var random = new RandomStream(1);
        var items = new ItemVectors(4, Size, random);
        var body = new RecurrentBody(RecurrentCell.Gru, Size, random);
        int[][] histories = [[0, 1], [2]];
        Assert.Throws<ArgumentNullException>("items", () => new NextItemObjective(null!, body, histories));
        Assert.Throws<ArgumentNullException>("body", () => new NextItemObjective(items, null!, histories));
        Assert.Throws<ArgumentNullException>("histories", () => new NextItemObjective(items, body, null!));
        Assert.Throws<ArgumentNullException>("histories", () => new NextItemObjective(items, body, [null!]));
        Assert.Throws<ArgumentOutOfRangeException>("histories", () => new NextItemObjective(items, body, [[0, 4]]));
        Assert.Throws<ArgumentException>("histories", () => new NextItemObjective(items, body, [[0], []]));
        Assert.Throws<ArgumentException>("body", () => new NextItemObjective(items, new RecurrentBody(RecurrentCell.Gru, 5, random), histories));
        Assert.Throws<ArgumentException>("body", () => new NextItemObjective(items, ObjectiveCase.Encoder(random, 0, causal: false).Body, histories));
        Assert.Throws<ArgumentException>("body", () => new NextItemObjective(items, new TransformerBody(new() { Size = Size, Heads = 1, Inner = 4, Layers = 1 }, 4, random, causal: true), histories));
        Assert.Throws<ArgumentOutOfRangeException>("MaximumLength", () => new NextItemOptions { MaximumLength = 0 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("Negatives", () => new NextItemOptions { Negatives = -1 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("NegativePower", () => new NextItemOptions { NegativePower = 1.1 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("Temperature", () => new NextItemOptions { Temperature = 0 }.Validate());
    }

    private static FloatTensor States(NextItemObjective objective, FloatTensor table, int[] read)
    {
        var x = new FloatTensor(read.Length, Size);
        for (var t = 0; t < read.Length; t++)
            for (var k = 0; k < Size; k++) x.Row(t)[k] = table.Row(read[t])[k] * MathF.Sqrt(Size);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        return FloatTensor.From(objective.Body.Forward(tape, tape.Constant(x.Span, 1, read.Length, Size), [read.Length]).Value, read.Length, Size);
    }

    private static double Logit(ReadOnlySpan<float> state, ReadOnlySpan<float> vector, double? temperature)
    {
        double product = 0, one = 0, other = 0;
        for (var k = 0; k < Size; k++)
        {
            product += (double)state[k] * vector[k];
            one += (double)state[k] * state[k];
            other += (double)vector[k] * vector[k];
        }

        return temperature is { } t ? product / Math.Sqrt(one * other) / t : product;
    }

    // All items occur, so an item is its own place among those that do.
    private static (int[] Sample, double[] LogShare) Sample(RandomStream random, int negatives, double power)
    {
        var weights = new double[Items];
        foreach (var item in ObjectiveCase.Histories.SelectMany(history => history)) weights[item]++;
        for (var item = 0; item < Items; item++) weights[item] = Math.Pow(weights[item], power);
        var total = weights.Sum();
        var draws = random.Fork("negatives");
        var sample = new int[negatives];
        for (var i = 0; i < negatives; i++)
        {
            var at = draws.NextDouble() * total;
            while ((at -= weights[sample[i]]) >= 0 && sample[i] < Items - 1) sample[i]++;
        }

        return (sample, Array.ConvertAll(weights, weight => Math.Log(weight / total)));
    }
}

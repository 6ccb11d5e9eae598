using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

[Trait("simd", "yes")]
public class DeterminismTests
{
    [Fact]
    public void TrainedBitsDoNotDependOnTheDegreeOfParallelism()
    {
        using var two = new ComputeContext(2);
        using var three = new ComputeContext(3);
        var serial = Train(ComputeContext.Serial);
        Assert.Equal(serial, Train(two));
        Assert.Equal(serial, Train(three));
        Assert.Equal(serial, Train(ComputeContext.Serial));
    }

    private static float[] Train(ComputeContext context)
    {
        const int batch = 37, time = 9, items = 300, size = 24;
        var random = new RandomStream(5);
        var embedding = new Embedding(items, size, random.Fork("embedding"));
        var lstm = new Lstm(size, size, random.Fork("lstm"));
        var bias = new Parameter(new FloatTensor(items));
        (string, Parameter)[] all =
            [.. embedding.NamedParameters().Select(p => ("e." + p.Name, p.Parameter)), .. lstm.NamedParameters().Select(p => ("l." + p.Name, p.Parameter)), ("bias", bias)];
        var adam = new Adam(all, new AdamOptions { LearningRate = 0.01 }, context);
        var tape = new Tape(context);
        for (var step = 0; step < 5; step++)
        {
            var draw = random.Fork("step", step);
            int[] ids = new int[batch * time], targets = new int[batch * time], negatives = new int[64], lengths = new int[batch];
            foreach (ref var id in ids.AsSpan()) id = draw.Next(items);
            foreach (ref var id in targets.AsSpan()) id = draw.Next(items);
            foreach (ref var id in negatives.AsSpan()) id = draw.Next(items);
            foreach (ref var length in lengths.AsSpan()) length = 1 + draw.Next(time);
            var weights = new float[batch * time];
            for (var i = 0; i < weights.Length; i++) weights[i] = i % time < lengths[i / time] ? 1 : 0;
            tape.Reset();
            adam.ZeroGradients();
            var hidden = lstm.Forward(tape, embedding.Forward(tape, ids, batch, time), lengths);
            tape.Backward(tape.SampledSoftmax(hidden, embedding.Weight, bias, targets, weights, negatives));
            GradientClip.ByGlobalNorm(all, 0.5);
            adam.Step();
        }

        return all.SelectMany(p => p.Item2.Value.Span.ToArray()).ToArray();
    }
}

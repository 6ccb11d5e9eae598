using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>A training step allocates nothing once memory has grown to its largest shape; inference is safe from many threads.</summary>
public class SteadyStateTests
{
    // Steps of growing, shrinking and empty shapes: batch and time.
    private static readonly (int Batch, int Time)[] s_shapes = [(5, 4), (17, 9), (1, 1), (16, 3), (2, 9)];

    public static TheoryData<string> Networks => [.. Steps(ComputeContext.Serial, TestNetwork.All).Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void StepsOfChangingShapesAllocateNothing(string name)
    {
        using var two = new ComputeContext(2);
        foreach (var context in (ComputeContext[])[ComputeContext.Serial, two])
        {
            var step = Steps(context, TestNetwork.All)[name];
            for (var i = 0; i < 12; i++)
                foreach (var (batch, time) in s_shapes) step(batch, time);
            Assert.Equal(0, Allocations.Of(() =>
            {
                for (var i = 0; i < 4; i++)
                    foreach (var (batch, time) in s_shapes) step(batch, time);
            }));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void EightThreadsInferTheSameBits(string name)
    {
        var network = TestNetwork.All.Single(network => network.Name == name);
        using var context = new ComputeContext(2);
        var model = network.Create(new RandomStream(4));
        foreach (var frozen in (bool[])[false, true])
        {
            if (frozen)
                foreach (var (_, parameter) in model.Parameters) parameter.Freeze();
            var expected = s_shapes.Select(shape => Infer(ComputeContext.Serial, shape)).ToArray();
            var threads = new Thread[8];
            var wrong = 0;
            for (var t = 0; t < threads.Length; t++)
            {
                var mine = t;
                threads[t] = new Thread(() =>
                {
                    for (var i = 0; i < 3 * s_shapes.Length; i++)
                    {
                        var at = (i + mine) % s_shapes.Length;
                        // Half of them share one context, whose workers serve one at a time.
                        if (!expected[at].AsSpan().SequenceEqual(Infer(mine % 2 == 0 ? context : ComputeContext.Serial, s_shapes[at]))) Interlocked.Increment(ref wrong);
                    }
                });
            }

            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
            Assert.Equal(0, wrong);
        }

        float[] Infer(ComputeContext own, (int Batch, int Time) shape)
        {
            var tape = new Tape(own, recording: false);
            return model.Output(tape, NetworkInputs.Draw(shape.Batch, shape.Time)).Value.ToArray();
        }
    }

    private static Dictionary<string, Action<int, int>> Steps(ComputeContext context, IReadOnlyList<TestNetwork> networks) => networks.ToDictionary(network => network.Name, network =>
    {
        var model = network.Create(new RandomStream(3));
        var adam = new Adam(model.Parameters, new AdamOptions { LearningRate = 0.01 }, context);
        var tape = new Tape(context);
        // Made before: what the caller feeds is the caller's.
        var inputs = s_shapes.ToDictionary(shape => shape, shape => NetworkInputs.Draw(shape.Batch, shape.Time));
        return (Action<int, int>)((batch, time) =>
        {
            tape.Reset();
            adam.ZeroGradients();
            tape.Backward(model.Loss(tape, model.Output(tape, inputs[(batch, time)]), inputs[(batch, time)]));
            adam.Step();
        });
    });
}

using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Compares gradients with central differences of a random linear function of an operation's result.</summary>
internal static class GradientCheck
{
    private const float Step = 1f / 128; // exact in binary

    internal static FloatTensor Normal(RandomStream random, params ReadOnlySpan<int> shape)
    {
        var tensor = new FloatTensor(shape);
        foreach (ref var value in tensor.Span) value = (float)random.NextGaussian();
        return tensor;
    }

    internal static void Run(Func<Tape, Variable[], Variable> operation, params FloatTensor[] inputs) => Run(operation, 4e-3, inputs);

    internal static void Run(Func<Tape, Variable[], Variable> operation, double tolerance, params FloatTensor[] inputs)
    {
        var parameters = Array.ConvertAll(inputs, tensor => new Parameter(tensor));
        var tape = new Tape(ComputeContext.Serial);
        var result = operation(tape, Array.ConvertAll(parameters, tape.Parameter));
        var weights = Normal(new RandomStream(99), result.Value.Length).Span.ToArray();
        for (var i = 0; i < weights.Length; i++)
            if (!float.IsFinite(result.Value[i])) weights[i] = 0;

        // Started from a gradient of 2: kernels must add, not overwrite.
        foreach (var parameter in parameters) parameter.Gradient.Span.Fill(2);
        tape.Backward(FiniteSum(tape, result, weights));

        var plain = new Tape(ComputeContext.Serial, recording: false);
        double Evaluate()
        {
            plain.Reset();
            var values = operation(plain, Array.ConvertAll(parameters, plain.Parameter)).Value;
            var sum = 0.0;
            for (var i = 0; i < values.Length; i++)
                if (weights[i] != 0) sum += (double)weights[i] * values[i];
            return sum;
        }

        for (var p = 0; p < parameters.Length; p++)
        {
            var memory = parameters[p].Value.Memory;
            for (var i = 0; i < memory.Length; i++)
            {
                var saved = memory.Span[i];
                memory.Span[i] = saved + Step;
                var above = Evaluate();
                memory.Span[i] = saved - Step;
                var below = Evaluate();
                memory.Span[i] = saved;
                var expected = (above - below) / (2 * Step);
                var actual = parameters[p].Gradient.Span[i] - 2;
                Assert.True(
                    Math.Abs(actual - expected) <= tolerance * (1 + Math.Abs(expected)),
                    $"input {p} {parameters[p].Value.Shape}, element {i}: gradient {actual}, central difference {expected}");
            }
        }
    }

    // 0 · −∞ would be NaN: entries that are not finite are replaced before the sum.
    private static Variable FiniteSum(Tape tape, Variable result, float[] weights)
    {
        var shape = result.Shape;
        var finite = new List<int>();
        for (var i = 0; i < weights.Length; i++)
            if (float.IsFinite(result.Value[i])) finite.Add(i);
        if (finite.Count == weights.Length) return tape.WeightedSum(result, weights);
        var rows = tape.GatherRows(tape.Reshape(result, shape.Length, 1), finite.ToArray());
        return tape.WeightedSum(rows, finite.Select(i => weights[i]).ToArray());
    }
}

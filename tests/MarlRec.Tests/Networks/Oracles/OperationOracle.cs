using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks.Oracles;

/// <summary>
/// Holds one case against its oracle: the result, and each gradient against central differences of the oracle in double precision. Every run starts from
/// memory full of NaN and from gradients of 2, so that reading what was not written, and writing what should be added, both show.
/// </summary>
internal static unsafe class OperationOracle
{
    private const double Step = 1e-6;
    private const int CheckedElements = 10;

    private static readonly ComputeContext s_two = new(2);
    private static readonly ComputeContext s_three = new(3);

    internal static void Check(OperationCase test, RandomStream random, string name, bool large)
    {
        var inputs = Array.ConvertAll(test.Inputs, Plain.Of);
        var expected = test.Oracle(inputs);
        var seed = new float[expected.Length];
        for (var i = 0; i < seed.Length; i++) seed[i] = double.IsFinite(expected[i]) ? (float)random.NextGaussian() : 0;
        var parameters = Array.ConvertAll(test.Inputs, tensor => new Parameter(tensor));
        var routes = new Route[parameters.Length];
        var room = large ? 1 << 20 : 1 << 14;

        var (values, gradients) = Train(test, parameters, routes, seed, ComputeContext.Serial, room, expected.Shape, name);
        for (var i = 0; i < values.Length; i++) Near(expected[i], values[i], test.Tolerance * (1 + Math.Abs(expected[i])), $"{name}: result {expected.Shape}, element {i}");
        CheckGradients(test, inputs, seed, gradients, random, large ? 0 : CheckedElements, name);

        Assert.Equal(values, Infer(test, parameters, room));
        foreach (var context in (ComputeContext[])[s_two, s_three])
        {
            if (!large && context == s_three) break;
            var (sameValues, sameGradients) = Train(test, parameters, routes, seed, context, room, expected.Shape, name);
            Assert.Equal(values, sameValues);
            for (var i = 0; i < gradients.Length; i++) Assert.Equal(gradients[i], sameGradients[i]);
        }

        // No gradient wanted for one input: the others get theirs all the same.
        for (var fixedInput = 0; fixedInput < Math.Min(parameters.Length, test.ParametersFrom); fixedInput++)
        {
            foreach (var route in (Route[])[Route.Constant, Route.Frozen])
            {
                routes[fixedInput] = route;
                if (route == Route.Frozen) parameters[fixedInput].Freeze();
                var (sameValues, others) = Train(test, parameters, routes, seed, ComputeContext.Serial, room, expected.Shape, name);
                parameters[fixedInput].Unfreeze();
                Assert.Equal(values, sameValues);
                for (var i = 0; i < gradients.Length; i++)
                    if (i == fixedInput) Assert.True(Array.TrueForAll(others[i], g => g == 2), $"{name}: a {route} input got a gradient");
                    else Assert.Equal(gradients[i], others[i]);
            }

            routes[fixedInput] = Route.Parameter;
        }

        CheckSparseRows(test, routes, seed, gradients, room, expected.Shape, name);

        // All through another operation: the gradient is the tape's memory.
        Array.Fill(routes, Route.Intermediate);
        var (_, through) = Train(test, parameters, routes, seed, ComputeContext.Serial, room, expected.Shape, name);
        for (var p = 0; p < gradients.Length; p++)
            for (var i = 0; i < gradients[p].Length; i++)
                Near(gradients[p][i], through[p][i], test.GradientTolerance * (1 + Math.Abs(gradients[p][i])), $"{name}: gradient of intermediate input {p}, element {i}");
    }

    private static void CheckGradients(OperationCase test, Plain[] inputs, float[] seed, float[][] gradients, RandomStream random, int count, string name)
    {
        double Difference(int p, Plain direction)
        {
            var moved = inputs.ToArray();
            double Loss(double step)
            {
                moved[p] = inputs[p].Moved(step, direction);
                var result = test.Oracle(moved);
                var sum = 0.0;
                for (var i = 0; i < seed.Length; i++)
                    if (seed[i] != 0) sum += seed[i] * result[i];
                return sum;
            }

            return (Loss(Step) - Loss(-Step)) / (2 * Step);
        }

        for (var p = 0; p < inputs.Length; p++)
        {
            var length = inputs[p].Length;
            if (length == 0) continue;
            for (var k = 0; k < Math.Min(length, count); k++)
            {
                var element = length <= count ? k : random.Next(length);
                var direction = inputs[p].Map(i => i == element ? 1 : 0);
                var expected = Difference(p, direction);
                Near(expected, gradients[p][element] - 2, test.GradientTolerance * (1 + Math.Abs(expected)), $"{name}: gradient of input {p} {inputs[p].Shape}, element {element}");
            }

            if (length <= count) continue;
            // The rest at once, along a random direction.
            var all = inputs[p].Map(_ => random.NextGaussian());
            double sum = 0, squares = 0;
            for (var i = 0; i < length; i++)
            {
                var term = (gradients[p][i] - 2) * all[i];
                sum += term;
                squares += term * term;
            }

            // Each gradient was added to 2, in single precision.
            var noise = Math.Sqrt(squares) + Math.Sqrt(length) * 0.02;
            Near(Difference(p, all), sum, test.GradientTolerance * (1 + noise), $"{name}: gradient of input {p} {inputs[p].Shape} along a random direction");
        }
    }

    // A row-sparse parameter gets the same gradient, and notes each row that has one.
    private static void CheckSparseRows(OperationCase test, Route[] routes, float[] seed, float[][] gradients, int room, Shape expected, string name)
    {
        var sparse = Array.ConvertAll(test.Inputs, tensor => new Parameter(tensor, rowSparse: tensor.Shape.Rank > 0));
        var (_, same) = Train(test, sparse, routes, seed, ComputeContext.Serial, room, expected, name);
        for (var p = 0; p < gradients.Length; p++)
        {
            Assert.Equal(gradients[p], same[p]);
            if (sparse[p].TouchedRows is not { IsAll: false } rows) continue;
            for (var i = 0; i < same[p].Length; i++)
                Assert.True(same[p][i] == 2 || rows.Ids.Contains(i / sparse[p].RowWidth), $"{name}: row {i / sparse[p].RowWidth} of input {p} was written, but not noted");
        }
    }

    private static float[] Infer(OperationCase test, Parameter[] parameters, int room)
    {
        var tape = Poisoned(ComputeContext.Serial, false, room);
        return test.Run(tape, new Operands(tape, parameters, new Route[parameters.Length])).Value.ToArray();
    }

    private static (float[] Values, float[][] Gradients) Train(
        OperationCase test, Parameter[] parameters, Route[] routes, float[] seed, ComputeContext context, int room, Shape expected, string name)
    {
        var tape = Poisoned(context, true, room);
        foreach (var parameter in parameters) parameter.Gradient.Span.Fill(2);
        var result = test.Run(tape, new Operands(tape, parameters, routes));
        Assert.True(expected == result.Shape, $"{name}: shape {result.Shape}, but {expected} was expected");
        var values = result.Value.ToArray();
        tape.Backward(Loss(tape, result, seed));
        return (values, Array.ConvertAll(parameters, parameter => parameter.Gradient.Span.ToArray()));
    }

    private static Tape Poisoned(ComputeContext context, bool recording, int room)
    {
        var tape = new Tape(context, recording);
        tape.Workspace.Floats(room).Fill(float.NaN);
        tape.Reset();
        return tape;
    }

    // An operation of our own, whose gradient is the seed: no other operation has to be trusted.
    private static Variable Loss(Tape tape, Variable result, float[] seed)
    {
        var memory = tape.Workspace.AllocateFloats(seed.Length);
        seed.CopyTo(new Span<float>(memory, seed.Length));
        tape.Record(default, tape.Workspace.AllocateZeros(1), &LossBackward, result.Index, Node.None, out var loss).Saved0 = memory;
        return loss;
    }

    private static void LossBackward(Tape tape, ref Node node)
    {
        if (!tape.TryGradient(node.A, out var gradient)) return;
        for (var i = 0; i < gradient.Length; i++) gradient[i] += ((float*)node.Saved0)[i];
    }

    private static void Near(double expected, double actual, double tolerance, string where)
    {
        // Comparisons written so that NaN fails unless it is expected.
        if (double.IsNaN(expected) ? double.IsNaN(actual) : expected == actual || Math.Abs(actual - expected) <= tolerance) return;
        Assert.Fail($"{where}: {actual}, but the oracle says {expected}");
    }
}

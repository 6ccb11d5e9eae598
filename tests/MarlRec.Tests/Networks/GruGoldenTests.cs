using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Outputs, gradients, ten losses and final weights against PyTorch's; see eng/goldens/gru.py.</summary>
public class GruGoldenTests
{
    [Fact]
    public void TenStepsOfTrainingAgree()
    {
        var golden = new GoldenFile("gru.txt");
        int[] sizes = golden.Integers("sizes"), lengths = golden.Integers("lengths");
        int batch = sizes[0], time = sizes[1], inputs = sizes[2], hidden = sizes[3];
        var random = new RandomStream(1);
        var gru = new Gru(inputs, hidden, random);
        var linear = new Linear(hidden, sizes[4], random);
        Parameter x = new(golden.Tensor("x", batch, time, inputs)), start = new(new FloatTensor(batch, hidden));
        (string Name, Parameter Parameter)[] parameters = [.. gru.NamedParameters(), ("weight", linear.Weight), ("offset", linear.Bias!), ("start", start)];
        foreach (var (name, parameter) in parameters) golden["initial." + name].CopyTo(parameter.Value.Span);

        var adam = new Adam(parameters, new AdamOptions { LearningRate = 0.01 });
        var tape = new Tape(ComputeContext.Serial);
        for (var step = 0; step < golden["losses"].Length; step++)
        {
            tape.Reset();
            adam.ZeroGradients();
            var output = gru.Forward(tape, tape.Parameter(x), lengths, tape.Parameter(start));
            var loss = tape.MeanSquaredError(linear.Forward(tape, tape.LastSteps(output, lengths)), golden["target"]);
            tape.Backward(loss);
            Assert.Equal(golden["losses"][step], loss.Value[0], 2e-6);
            if (step == 0)
            {
                golden.Close("output", output.Value, 1e-6);
                golden.Close("gradient.x", x.Gradient.Span, 1e-6);
                foreach (var (name, parameter) in parameters) golden.Close("gradient." + name, parameter.Gradient.Span, 1e-6);
            }

            adam.Step();
        }

        // Adam divides by the gradient's size, so where that is near rounding the step is as uncertain as the rounding.
        foreach (var (name, parameter) in parameters) golden.Close("final." + name, parameter.Value.Span, 1e-4);
    }
}

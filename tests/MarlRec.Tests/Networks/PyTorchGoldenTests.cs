using System.Globalization;
using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Gradients, ten losses and final weights against PyTorch's; see eng/goldens/lstm_training.py.</summary>
public class PyTorchGoldenTests
{
    [Fact]
    public void TenStepsOfTrainingAgree()
    {
        var golden = File.ReadLines(RepositoryFiles.At("tests/Fixtures/lstm_training.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => words[1..].Select(word => float.Parse(word, CultureInfo.InvariantCulture)).ToArray());
        var sizes = golden["sizes"].Select(size => (int)size).ToArray();
        var lengths = golden["lengths"].Select(length => (int)length).ToArray();
        var random = new RandomStream(1);
        var lstm = new Lstm(sizes[2], sizes[3], random);
        var linear = new Linear(sizes[3], sizes[4], random);
        (string Name, Parameter Parameter)[] parameters =
        [
            ("weight_ih", lstm.InputWeight), ("weight_hh", lstm.HiddenWeight), ("bias", lstm.Bias), ("weight", linear.Weight), ("offset", linear.Bias!),
        ];
        foreach (var (name, parameter) in parameters) golden["initial." + name].CopyTo(parameter.Value.Span);

        var adam = new Adam(parameters, new AdamOptions { LearningRate = 0.01 });
        var tape = new Tape(ComputeContext.Serial);
        for (var step = 0; step < golden["losses"].Length; step++)
        {
            tape.Reset();
            adam.ZeroGradients();
            var output = lstm.Forward(tape, tape.Constant(golden["x"], sizes[0], sizes[1], sizes[2]), lengths);
            var loss = tape.MeanSquaredError(linear.Forward(tape, Lstm.Last(tape, output, lengths)), golden["target"]);
            tape.Backward(loss);
            Assert.Equal(golden["losses"][step], loss.Value[0], 2e-6);
            if (step == 0)
                foreach (var (name, parameter) in parameters) Close(golden["gradient." + name], parameter.Gradient, 1e-6);
            adam.Step();
        }

        foreach (var (name, parameter) in parameters) Close(golden["final." + name], parameter.Value, 1e-4);
    }

    private static void Close(float[] expected, FloatTensor actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual.Span[i], tolerance);
    }
}

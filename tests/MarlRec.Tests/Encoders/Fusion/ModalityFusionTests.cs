using MarlRec.Data;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Fusion;

public class ModalityFusionTests
{
    private static readonly (string, int)[] s_modalities = [("text", 5), ("image", 3), ("audio", 2)];

    [Fact]
    public void FollowsItsDefinition()
    {
        var random = new RandomStream(1);
        var fusion = new ModalityFusion(s_modalities, 4, random);
        var inputs = Inputs(random, 6);
        bool[] present = [.. Enumerable.Range(0, 18).Select(i => i / 3 == 5 || (i * 7 + i / 3) % 3 != 0)];
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var actual = fusion.Forward(tape, Constants(tape, inputs, 6), present).Value;
        var weights = fusion.NamedParameters().ToDictionary(p => p.Name, p => p.Parameter.Value.Span.ToArray());
        for (var i = 0; i < 6; i++)
        {
            double[][] h = [.. Enumerable.Range(0, 3).Select(m => Enumerable.Range(0, 4).Select(d =>
                present[i * 3 + m] ? Math.Tanh(Dot(weights[s_modalities[m].Item1 + ".weight"], d, inputs[m], i, s_modalities[m].Item2)) : 0).ToArray())];
            var joined = h.SelectMany(x => x).ToArray();
            double[] logits = [.. Enumerable.Range(0, 4).Select(g => weights["gates.bias"][g] + joined.Select((x, j) => x * weights["gates.weight"][g * 12 + j]).Sum())];
            double[] gates = [.. logits.Select((x, g) => g == 3 || present[i * 3 + g] ? Math.Exp(x) : 0)];
            for (var d = 0; d < 4; d++)
            {
                var expected = (Enumerable.Range(0, 3).Sum(m => gates[m] * h[m][d]) + gates[3] * weights["stand_in.weight"][d]) / gates.Sum();
                Assert.Equal(expected, actual[i * 4 + d], 1e-5);
            }
        }
    }

    [Fact]
    public void WhatIsMissingDoesNotMatter()
    {
        var random = new RandomStream(2);
        var fusion = new ModalityFusion(s_modalities, 8, random);
        var first = Inputs(random, 4);
        float[][] second = [.. first.Select(x => (float[])x.Clone())];
        bool[] present = [true, false, true, false, true, false, false, false, false, true, true, true];
        for (var m = 0; m < 3; m++)
            for (var i = 0; i < 4; i++)
                if (!present[i * 3 + m]) second[m].AsSpan(i * s_modalities[m].Item2, s_modalities[m].Item2).Fill(1e6f);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var expected = fusion.Forward(tape, Constants(tape, first, 4), present).Value.ToArray();
        Assert.Equal(expected, fusion.Forward(tape, Constants(tape, second, 4), present).Value.ToArray());
        // Of the third item nothing is known.
        Assert.Equal(fusion.NamedParameters().Single(p => p.Name == "stand_in.weight").Parameter.Value.Span.ToArray(), expected[16..24]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FusionBeatsEachModalityAlone(bool someMissing)
    {
        // Two bits, one told by the text, one by the image: either alone leaves a coin to toss.
        var both = Accuracy([0, 1], someMissing);
        var text = Accuracy([0], someMissing);
        var image = Accuracy([1], someMissing);
        Assert.InRange(text, 0.3, 0.6);
        Assert.InRange(image, 0.3, 0.6);
        Assert.True(both > (someMissing ? 0.7 : 0.97), $"both {both}, text {text}, image {image}");
        Assert.True(both > Math.Max(text, image) + 0.15, $"both {both}, text {text}, image {image}");
    }

    [Fact]
    public void ReadsACatalogue()
    {
        var catalog = new ItemCatalog([
            new CatalogItem { Id = "a", Modalities = new Dictionary<string, float[]> { ["image"] = [1, 2] } },
            new CatalogItem { Id = "b" },
            new CatalogItem { Id = "c", Modalities = new Dictionary<string, float[]> { ["image"] = [3, 4], ["audio"] = [5] } },
        ]);
        var tape = new Tape(ComputeContext.Serial);
        var present = new bool[4];
        Assert.Equal([3f, 4, 0, 0, 1, 2, 3, 4], ModalityVectors.Gather(tape, catalog, "image", [2, 1, 0, 2], present).Value);
        Assert.Equal([true, false, true, true], present);
        Assert.Contains("audio, image", Assert.Throws<ArgumentException>("modality", () => ModalityVectors.Gather(tape, catalog, "text", [0], new bool[1])).Message);
        Assert.Throws<ArgumentException>("present", () => ModalityVectors.Gather(tape, catalog, "image", [0], new bool[2]));
        Assert.Throws<ArgumentOutOfRangeException>("items", () => ModalityVectors.Gather(tape, catalog, "image", [3], new bool[1]));
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        var random = new RandomStream(3);
        Assert.Throws<ArgumentException>("modalities", () => new ModalityFusion([], 4, random));
        Assert.Throws<ArgumentException>("modalities", () => new ModalityFusion([("a", 1), ("a", 2)], 4, random));
        Assert.Throws<ArgumentException>("modalities", () => new ModalityFusion([("", 1)], 4, random));
        Assert.Throws<ArgumentOutOfRangeException>("modalities", () => new ModalityFusion([("a", 0)], 4, random));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new ModalityFusion([("a", 1)], 0, random));
        var fusion = new ModalityFusion(s_modalities, 4, random);
        var tape = new Tape(ComputeContext.Serial);
        var inputs = Inputs(random, 2);
        Assert.Throws<ArgumentException>("inputs", () => fusion.Forward(tape, Constants(tape, inputs, 2).AsSpan(0, 2), new bool[6]));
        Assert.Throws<ArgumentException>("present", () => fusion.Forward(tape, Constants(tape, inputs, 2), new bool[5]));
        Assert.Contains("\"image\"", Assert.Throws<ArgumentException>("inputs", () =>
            fusion.Forward(tape, [tape.Constant(inputs[0], 2, 5), tape.Constant(new float[8], 2, 4), tape.Constant(inputs[2], 2, 2)], new bool[6])).Message);
    }

    // Held-out accuracy over four classes of a classifier on the fused vectors of the given modalities.
    private static double Accuracy(int[] modalities, bool someMissing)
    {
        const int size = 16, count = 400;
        var random = new RandomStream(7);
        var fusion = new ModalityFusion([.. modalities.Select(m => s_modalities[m])], size, random);
        var head = new Linear(size, 4, random);
        (string, Parameter)[] parameters = [.. fusion.NamedParameters(), .. head.NamedParameters().Select(p => ("head." + p.Name, p.Parameter))];
        var adam = new Adam(parameters, new AdamOptions { LearningRate = 0.02 });
        var tape = new Tape(ComputeContext.Serial);
        var train = Draw(new RandomStream(11), count, someMissing);
        var test = Draw(new RandomStream(12), count, someMissing);
        for (var step = 0; step < 150; step++)
        {
            tape.Reset();
            adam.ZeroGradients();
            tape.Backward(tape.CrossEntropy(Logits(train), train.Classes));
            adam.Step();
        }

        tape.Reset();
        var logits = Logits(test).Value;
        var right = 0;
        for (var i = 0; i < count; i++)
        {
            var row = logits.Slice(i * 4, 4);
            var best = 0;
            for (var c = 1; c < 4; c++) if (row[c] > row[best]) best = c;
            if (best == test.Classes[i]) right++;
        }

        return (double)right / count;

        Variable Logits((float[][] Inputs, bool[][] Present, int[] Classes) data)
        {
            Variable[] inputs = [.. modalities.Select(m => tape.Constant(data.Inputs[m], count, s_modalities[m].Item2))];
            bool[] present = [.. Enumerable.Range(0, count).SelectMany(i => modalities.Select(m => data.Present[m][i]))];
            return head.Forward(tape, fusion.Forward(tape, inputs, present));
        }
    }

    private static (float[][] Inputs, bool[][] Present, int[] Classes) Draw(RandomStream random, int count, bool someMissing)
    {
        var inputs = Inputs(random, count);
        bool[][] present = [new bool[count], new bool[count], new bool[count]];
        var classes = new int[count];
        for (var i = 0; i < count; i++)
        {
            int text = random.Next(2), image = random.Next(2);
            classes[i] = 2 * text + image;
            inputs[0][i * 5] = 2 * text - 1 + 0.3f * (float)random.NextGaussian();
            inputs[1][i * 3] = 2 * image - 1 + 0.3f * (float)random.NextGaussian();
            for (var m = 0; m < 3; m++) present[m][i] = !someMissing || random.Next(5) > 0;
        }

        return (inputs, present, classes);
    }

    private static float[][] Inputs(RandomStream random, int count) =>
        [.. s_modalities.Select(m => Enumerable.Range(0, count * m.Item2).Select(_ => (float)random.NextGaussian()).ToArray())];

    private static Variable[] Constants(Tape tape, float[][] inputs, int count) => [.. inputs.Select((x, m) => tape.Constant(x, count, s_modalities[m].Item2))];

    private static double Dot(float[] weights, int row, float[] x, int item, int length) => Enumerable.Range(0, length).Sum(j => (double)weights[row * length + j] * x[item * length + j]);
}

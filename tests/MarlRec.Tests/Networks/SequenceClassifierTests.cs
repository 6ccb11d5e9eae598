using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class SequenceClassifierTests
{
    [Fact]
    public void TheArticlesClassifierInFiveLines()
    {
        var random = new RandomStream(1);
        var network = new Sequential(new Embedding(10000, 64, random.Fork("embedding")), new Lstm(64, 128, random.Fork("lstm")), new Linear(128, 1, random.Fork("dense")));
        var classifier = new SequenceClassifier(network, new AdamOptions { LearningRate = 0.001 });
        var (ids, lengths, labels) = Sentences(random.Fork("data"), rows: 8, time: 100, words: 10000);
        var history = classifier.Fit(new SequenceBatch(ids, lengths, 100), labels, new FitOptions { Epochs = 1, BatchSize = 8 }, random.Fork("fit"));

        Assert.Equal(10000 * 64 + 4 * 128 * (64 + 128 + 1) + 128 + 1, network.ParameterCount);
        Assert.Equal(Math.Log(2), Assert.Single(history).Loss, 0.05);
        Assert.All(classifier.Predict(new SequenceBatch(ids, lengths, 100)), p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void LearnsWhichOfTwoWordsCameLast()
    {
        var random = new RandomStream(2);
        var classifier = Small(random);
        var (ids, lengths, labels) = Sentences(random.Fork("data"), rows: 1200, time: 20, words: 60);
        var inputs = new SequenceBatch(ids, lengths, 20);
        var before = classifier.Evaluate(inputs, labels);
        var reports = new List<ClassifierProgress>();
        var history = classifier.Fit(
            inputs, labels, new FitOptions { Epochs = 12, ValidationFraction = 0.25, MaximumGradientNorm = 5 }, random.Fork("fit"), new Listener(reports));

        Assert.InRange(before.Accuracy, 0.3, 0.7);
        Assert.True(history[^1].ValidationAccuracy > 0.95, $"validation accuracy {history[^1].ValidationAccuracy}");
        Assert.True(history[^1].ValidationLoss < 0.25 && history[^1].Loss < 0.2 && history[^1].Accuracy > 0.95);
        Assert.Equal(12 * 29, reports.Count);
        Assert.Equal(history[^1].Loss, reports[^1].Loss, 12);
        var probabilities = classifier.Predict(inputs);
        Assert.Equal(classifier.Evaluate(inputs, labels).Accuracy, probabilities.Where((p, i) => p >= 0.5f == labels[i] >= 0.5f).Count() / 1200.0, 12);
    }

    [Fact]
    public void SavingAndLoadingInBetweenChangesNothing()
    {
        var random = new RandomStream(3);
        var (ids, lengths, labels) = Sentences(random.Fork("data"), rows: 50, time: 8, words: 60);
        Dictionary<string, FloatTensor> Train(bool interrupt)
        {
            var classifier = Small(new RandomStream(4));
            for (var round = 0; round < 2; round++)
            {
                classifier.Fit(new SequenceBatch(ids, lengths, 8), labels, new FitOptions { Epochs = 2 }, random.Fork("fit", round));
                if (!interrupt) continue;
                var saved = new Dictionary<string, FloatTensor>();
                classifier.ExportState(saved, "");
                var file = new MemoryStream();
                SafeTensorsFile.Write(file, saved);
                classifier = Small(new RandomStream(5));
                classifier.ImportState(SafeTensorsFile.Read(file.ToArray()).ReadAllFloats(), "");
            }

            var state = new Dictionary<string, FloatTensor>();
            classifier.ExportState(state, "");
            return state;
        }

        var straight = Train(false);
        var interrupted = Train(true);
        Assert.All(straight, pair => Assert.Equal(pair.Value.Span, interrupted[pair.Key].Span));
    }

    [Fact]
    public void BadInput()
    {
        var classifier = Small(new RandomStream(6));
        var random = new RandomStream(1);
        var options = new FitOptions();
        int[] ids = [1, 2];
        Assert.Throws<ArgumentNullException>("network", () => new SequenceClassifier(null!));
        Assert.Throws<ArgumentNullException>("options", () => classifier.Fit(new SequenceBatch(ids, [2], 2), [1], null!, random));
        Assert.Throws<ArgumentNullException>("random", () => classifier.Fit(new SequenceBatch(ids, [2], 2), [1], options, null!));
        Assert.Throws<ArgumentException>("inputs", () => classifier.Fit(default, [], options, random));
        Assert.Throws<ArgumentException>("labels", () => classifier.Fit(new SequenceBatch(ids, [2], 2), [], options, random));
        Assert.Throws<ArgumentOutOfRangeException>("labels", () => classifier.Evaluate(new SequenceBatch(ids, [2], 2), [float.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>("ids", () => classifier.Predict(new SequenceBatch([1, 999], [2], 2)));
        Assert.Throws<ArgumentException>("ids", () => new SequenceBatch([1], [2], 2).Time);
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => new SequenceBatch([1, 2], [3], 2).Time);
        Assert.Throws<ArgumentOutOfRangeException>("Epochs", () => (options with { Epochs = 0 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("BatchSize", () => (options with { BatchSize = 0 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("ValidationFraction", () => (options with { ValidationFraction = 1 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("MaximumGradientNorm", () => (options with { MaximumGradientNorm = double.NaN }).Validate());
        var before = classifier.Network.NamedParameters()[0].Parameter.Value.Span.ToArray();
        Assert.Throws<OperationCanceledException>(
            () => classifier.Fit(new SequenceBatch(ids, [2], 2), [1], options, random, null, new CancellationToken(canceled: true)));
        Assert.Equal(before, classifier.Network.NamedParameters()[0].Parameter.Value.Span);
        Assert.Empty(classifier.Predict(default));
        var wrong = new Sequential(new Lstm(2, 2, random));
        Assert.Throws<ArgumentException>("input", () => wrong.Forward(new Tape(ComputeContext.Serial), new SequenceBatch(ids, [2], 2)).Shape);
    }

    private static SequenceClassifier Small(RandomStream random) => new(
        new Sequential(new Embedding(60, 8, random.Fork("e")), new Lstm(8, 16, random.Fork("l")), new Linear(16, 1, random.Fork("o"))),
        new AdamOptions { LearningRate = 0.01 });

    // Filler words, with words 2 and 3 among them: the label says which of the two came last.
    private static (int[] Ids, int[] Lengths, float[] Labels) Sentences(RandomStream random, int rows, int time, int words)
    {
        int[] ids = new int[rows * time], lengths = new int[rows];
        var labels = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            lengths[row] = 3 + random.Next(time - 2);
            for (var t = 0; t < lengths[row]; t++)
            {
                var marked = random.NextSingle() < 0.3f || t == 0;
                ids[row * time + t] = marked ? 2 + random.Next(2) : 4 + random.Next(words - 4);
                if (marked) labels[row] = ids[row * time + t] - 2;
            }
        }

        return (ids, lengths, labels);
    }

    private sealed class Listener(List<ClassifierProgress> reports) : IProgress<ClassifierProgress>
    {
        public void Report(ClassifierProgress value) => reports.Add(value);
    }
}

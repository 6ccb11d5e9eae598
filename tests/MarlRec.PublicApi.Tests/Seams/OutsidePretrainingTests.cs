using MarlRec.Encoders;
using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Encoders.Pretraining;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Seams;

/// <summary>An outsider brings an objective and a source of pairs.</summary>
public class OutsidePretrainingTests
{
    [Fact]
    public void AForeignObjectiveIsTrainedSavedAndResumed()
    {
        var objective = new Slope();
        var options = new PretrainingOptions { Epochs = 40, BatchSize = 4, ValidationFraction = 0.2 };
        var run = new Pretrainer(objective, new Sgd(objective.Parameters, new SgdOptions { LearningRate = 0.1 }), options, new RandomStream(1));
        run.RunFor(50);
        using var file = new MemoryStream();
        run.Save(file);
        var other = new Slope();
        var resumed = new Pretrainer(other, new Sgd(other.Parameters, new SgdOptions { LearningRate = 0.1 }), options, new RandomStream(2));
        file.Position = 0;
        resumed.Load(file);
        Assert.Equal(run.Run(), resumed.Run());
        Assert.Equal(objective.Weight.Value.Span, other.Weight.Value.Span);
        Assert.Equal(3, objective.Weight.Value.Span[0], 0.05);
    }

    [Fact]
    public void ForeignPairsAreTrainedOn()
    {
        var random = new RandomStream(1);
        var encoder = new TokenEncoder(10, new BagBody(8), PoolingKind.Mean, random);
        var objective = new ContrastiveObjective(encoder, encoder, new Neighbours());
        var before = Pretrainer.Evaluate(objective);
        new Pretrainer(objective, new Adam(objective.Parameters, new AdamOptions { LearningRate = 0.02 }), new PretrainingOptions { Epochs = 50 }, random).Run();
        Assert.True(Pretrainer.Evaluate(objective).Loss < before.Loss / 2);
    }

    // y = 3 · x for x = −1, −0.9, …
    private sealed class Slope : IPretrainingObjective
    {
        internal Parameter Weight { get; } = new(new FloatTensor(1, 1));

        public int ExampleCount => 21;

        public IReadOnlyList<(string Name, Parameter Parameter)> Parameters => [("slope", Weight)];

        public ObjectiveResult Record(Tape tape, ReadOnlySpan<int> examples, RandomStream? random)
        {
            ArgumentNullException.ThrowIfNull(tape);
            float[] x = Array.ConvertAll(examples.ToArray(), example => example / 10f - 1), y = Array.ConvertAll(x, value => 3 * value);
            return new ObjectiveResult(tape.MeanSquaredError(tape.Linear(tape.Constant(x, x.Length, 1), tape.Parameter(Weight)), y), x.Length, 0);
        }
    }

    // Words 2n and 2n + 1 belong together.
    private sealed class Neighbours : IPairSource
    {
        public int Count => 5;

        public TextPair Draw(int pair, RandomStream random) => new(new[] { 2 * pair }, new[] { 2 * pair + 1 }, pair, pair);
    }
}

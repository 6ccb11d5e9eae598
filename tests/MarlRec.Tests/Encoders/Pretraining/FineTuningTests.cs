using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

public class FineTuningTests
{
    [Fact]
    public void NamesSayTheLayer()
    {
        var objective = Labels();
        var layers = FineTuning.LayersOf(objective.Parameters);
        Assert.Equal(objective.Parameters.Select(named => named.Name).Order(), layers.SelectMany(layer => layer.Select(named => named.Name)).Order());
        Assert.Equal(4, layers.Count);
        Assert.Equal(["encoder.embedding.weight"], layers[0].Select(named => named.Name));
        Assert.All(layers[1], named => Assert.Contains(".layers.0.", named.Name));
        Assert.All(layers[2], named => Assert.Contains(".layers.1.", named.Name));
        Assert.Equal(["head.map.weight", "head.map.bias"], layers[3].Select(named => named.Name));
    }

    [Fact]
    public void EachLayerLearnsAtItsOwnRate()
    {
        var objective = Labels();
        var before = objective.Parameters.ToDictionary(named => named.Name, named => named.Parameter.Value.Clone());
        var layers = FineTuning.LayersOf(objective.Parameters);
        var tuning = new FineTuning(layers, new FineTuningOptions { LearningRateDecay = 0.5 });
        var sgd = Sgd.ForGroups(tuning.Groups, new SgdOptions { LearningRate = 1 });
        var tape = new Tape(ComputeContext.Serial);
        tape.Backward(objective.Record(tape, [0, 1, 2], null).Loss);
        sgd.Step();
        for (var i = 0; i < 4; i++)
        {
            foreach (var (name, parameter) in layers[i])
            {
                var moved = 0;
                for (var k = 0; k < parameter.Value.Length; k++)
                {
                    var expected = before[name].Span[k] - Math.Pow(0.5, 3 - i) * parameter.Gradient.Span[k];
                    Assert.Equal(expected, parameter.Value.Span[k], 1e-6);
                    if (parameter.Gradient.Span[k] != 0) moved++;
                }

                Assert.True(moved > 0, name);
            }
        }

        // Vectors are not decayed, matrices as the optimiser says.
        Assert.All(tuning.Groups, group => Assert.All(group.Parameters, named => Assert.Equal(named.Parameter.Value.Shape.Rank == 1 ? 0 : default(double?), group.WeightDecay)));
    }

    [Fact]
    public void LayersThawFromTheTopDownAndFrozenOnesNeverMove()
    {
        var objective = Labels();
        var layers = FineTuning.LayersOf(objective.Parameters);
        var tuning = new FineTuning(layers, new FineTuningOptions { UnfreezeEvery = 2, FrozenLayers = 1 });
        Assert.Equal([1, 1, 2, 2, 3, 3, 3], Enumerable.Range(0, 7).Select(tuning.TrainedLayers));
        Assert.Equal(3, tuning.TrainedLayers(int.MaxValue));
        var run = new Pretrainer(objective, AdamW.ForGroups(tuning.Groups), new PretrainingOptions { Epochs = 6, BatchSize = 9 }, new RandomStream(1), tuning: tuning);
        for (var epoch = 0; epoch < 6; epoch++)
        {
            float[][] before = [.. layers.Select(Values)];
            run.RunFor(1);
            for (var i = 0; i < 4; i++)
            {
                var trained = i >= 4 - tuning.TrainedLayers(epoch);
                Assert.Equal(!trained, before[i].SequenceEqual(Values(layers[i])));
                Assert.All(layers[i], named => Assert.Equal(!trained, named.Parameter.IsFrozen));
            }
        }
    }

    [Fact]
    public void AResumedRunThawsWhereItWouldHave()
    {
        (LabelObjective Objective, Pretrainer Run) Create()
        {
            var objective = Labels();
            var tuning = new FineTuning(FineTuning.LayersOf(objective.Parameters), new FineTuningOptions { UnfreezeEvery = 1 });
            var options = new PretrainingOptions { Epochs = 4, BatchSize = 4, ValidationFraction = 0.2 };
            return (objective, new Pretrainer(objective, AdamW.ForGroups(tuning.Groups), options, new RandomStream(1), tuning: tuning));
        }

        var (straight, through) = Create();
        var updates = through.Run().TotalUpdates;
        for (var stop = 1; stop < updates; stop++)
        {
            var (_, first) = Create();
            first.RunFor(stop);
            using var file = new MemoryStream();
            first.Save(file);
            var (objective, second) = Create();
            file.Position = 0;
            second.Load(file);
            second.Run();
            Assert.Equal(PretrainerTests.Weights(straight), PretrainerTests.Weights(objective));
        }
    }

    [Fact]
    public void BadInput()
    {
        var layers = FineTuning.LayersOf(Labels().Parameters);
        Assert.Throws<ArgumentNullException>("layers", () => new FineTuning(null!));
        Assert.Throws<ArgumentException>("layers", () => new FineTuning([]));
        Assert.Throws<ArgumentException>("layers", () => new FineTuning([[]]));
        Assert.Throws<ArgumentException>("layers", () => new FineTuning([layers[0], null!]));
        Assert.Throws<ArgumentException>("layers", () => new FineTuning([[("a", null!)]]));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => new FineTuning(layers, new FineTuningOptions { FrozenLayers = 4 }));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => new FineTuning(layers).TrainedLayers(-1));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => new FineTuning(layers).Apply(-1));
        Assert.Throws<ArgumentNullException>("parameters", () => FineTuning.LayersOf(null!));
        Assert.Throws<ArgumentException>("parameters", () => FineTuning.LayersOf([(null!, null!)]));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRateDecay", () => new FineTuningOptions { LearningRateDecay = 0 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("LearningRateDecay", () => new FineTuningOptions { LearningRateDecay = 1.01 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("FrozenLayers", () => new FineTuningOptions { FrozenLayers = -1 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("UnfreezeEvery", () => new FineTuningOptions { UnfreezeEvery = 0 }.Validate());
    }

    private static LabelObjective Labels() => (LabelObjective)ObjectiveCase.Of("labels").Create(new RandomStream(3), 0);

    private static float[] Values(IReadOnlyList<(string Name, Parameter Parameter)> layer) => [.. layer.SelectMany(named => named.Parameter.Value.Span.ToArray())];
}

using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Networks.Schedules;

namespace MarlRec.Encoders.Pretraining;

public class PretrainerTests
{
    public static TheoryData<string> Names => ObjectiveCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void SameBitsAtAnyDegree(string name)
    {
        using var two = new ComputeContext(2);
        float[] Train(ComputeContext context)
        {
            var objective = ObjectiveCase.Of(name).Create(new RandomStream(3), 0.2f);
            var options = new PretrainingOptions { Epochs = 2, BatchSize = 3, ValidationFraction = 0.3 };
            new Pretrainer(objective, new AdamW(objective.Parameters, context: context), options, new RandomStream(4), context: context).Run();
            return Weights(objective);
        }

        Assert.Equal(Train(ComputeContext.Serial), Train(two));
    }

    [Theory]
    [InlineData("items")]
    [InlineData("tokens")]
    public void SameBitsAtAnyDegreeWhereThereIsWorkToShare(string name)
    {
        var random = new RandomStream(1);
        int[][] sequences = new int[64][];
        for (var i = 0; i < sequences.Length; i++)
        {
            sequences[i] = new int[20];
            foreach (ref var id in sequences[i].AsSpan()) id = 3 + random.Next(1_500);
        }

        float[] Train(int degree)
        {
            using var context = new ComputeContext(degree);
            var draws = new RandomStream(2);
            var layers = new TransformerOptions { Size = 48, Heads = 4, Inner = 96, Layers = 1 };
            IPretrainingObjective objective = name == "items"
                ? new NextItemObjective(
                    new ItemVectors(1_503, 48, draws, rowSparse: true), new TransformerBody(layers, 20, draws, causal: true), sequences, new NextItemOptions { MaximumLength = 20, Negatives = 300 })
                : new MaskedTokenObjective(
                    new TokenHead(new TokenEncoder(1_503, new TransformerBody(layers, 20, draws), PoolingKind.Mean, draws), draws), sequences, new MaskedTokenOptions { MaskId = 2, MaximumLength = 20 });
            new Pretrainer(objective, new AdamW(objective.Parameters, context: context), new PretrainingOptions(), new RandomStream(4), context: context).RunFor(3);
            return Weights(objective);
        }

        var serial = Train(1);
        Assert.Equal(serial, Train(2));
        Assert.Equal(serial, Train(3));
    }

    [Fact]
    public void StopsWhenPatienceRunsOutAndPutsTheBestWeightsBack()
    {
        float[] script = [3, 2, 2.5f, 2, 1];
        var (objective, validation, run) = Scripted(script, new PretrainingOptions { Epochs = 9, BatchSize = 2, Patience = 2 });
        var last = run.Run();
        // Four updates an epoch. A loss that is only as low as the best does not count.
        Assert.Equal((4, 16L, true), (last.Epoch, last.TotalUpdates, last.IsFinished));
        Assert.Equal((2, 2), (last.Best!.Value.Loss, last.Validation!.Value.Loss), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-6);
        Assert.Equal(8, objective.Weight.Value.Span[0]);
        Assert.Equal(4, validation.Asked.Count);
        Assert.Equal(last.TotalUpdates, run.Run().TotalUpdates); // there is no more to do
    }

    [Fact]
    public void WithoutKeepBestTheLastWeightsStay()
    {
        var (objective, _, run) = Scripted([3, 2, 2.5f, 2.5f], new PretrainingOptions { Epochs = 4, BatchSize = 2, KeepBest = false });
        Assert.Equal(2, run.Run().Best!.Value.Loss, 1e-6);
        Assert.Equal(16, objective.Weight.Value.Span[0]);
    }

    [Fact]
    public void NaNIsNeverTheBest()
    {
        var (objective, _, run) = Scripted([float.NaN, 2, float.NaN], new PretrainingOptions { Epochs = 3, BatchSize = 2 });
        Assert.Equal(2, run.Run().Best!.Value.Loss, 1e-6);
        Assert.Equal(8, objective.Weight.Value.Span[0]);
    }

    [Fact]
    public void MeasuresAsOftenAsAskedAndAtTheEnd()
    {
        var (_, validation, run) = Scripted([5, 4, 3], new PretrainingOptions { Epochs = 5, BatchSize = 8, EvaluateEvery = 2 });
        var measured = new List<int>();
        PretrainingScore? before = null;
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            var progress = run.RunFor(1);
            if (progress.Validation != before) measured.Add(epoch);
            before = progress.Validation;
        }

        Assert.Equal([2, 4, 5], measured);
        Assert.Equal(3, validation.Asked.Count);
    }

    [Fact]
    public void AnEpochReadsEachExampleOnceInAnOrderOfItsOwn()
    {
        var objective = new ScriptedObjective(20, _ => 1);
        new Pretrainer(objective, new Sgd(objective.Parameters), new PretrainingOptions { Epochs = 2, BatchSize = 6, ValidationFraction = 0.25 }, new RandomStream(1)).Run();
        // Two epochs of 15 in threes of 6, 6 and 3, and after each the 5 that are kept apart.
        Assert.Equal([6, 6, 3, 5, 6, 6, 3, 5], objective.Asked.Select(batch => batch.Length));
        int[] first = [.. objective.Asked[..3].SelectMany(batch => batch)], second = [.. objective.Asked[4..7].SelectMany(batch => batch)], kept = objective.Asked[3];
        Assert.Equal(kept, objective.Asked[7]);
        Assert.Equal(Enumerable.Range(0, 20), first.Concat(kept).Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(first.Order(), first);
    }

    [Fact]
    public void AnUpdateThatIsNotFiniteChangesNothing()
    {
        var objective = new ScriptedObjective(4, call => call == 2 ? float.NaN : call == 5 ? float.PositiveInfinity : 1);
        var run = new Pretrainer(objective, Rate1(objective), new PretrainingOptions { Epochs = 2, BatchSize = 1 }, new RandomStream(1));
        var last = run.Run();
        Assert.Equal((8L, 2L), (last.TotalUpdates, last.SkippedUpdates));
        Assert.Equal(6, objective.Weight.Value.Span[0]);
        Assert.Equal((1d, 3L), (last.Training.Loss, last.Training.Targets));
    }

    [Fact]
    public void CancelledItStopsBetweenUpdatesAndGoesOnAsIfNothingHadHappened()
    {
        float[] Train(bool cancel)
        {
            var objective = ObjectiveCase.All[0].Create(new RandomStream(3), 0.2f);
            var run = new Pretrainer(objective, new AdamW(objective.Parameters), new PretrainingOptions { Epochs = 3, BatchSize = 2, ValidationFraction = 0.2 }, new RandomStream(4));
            using var source = new CancellationTokenSource();
            if (cancel)
            {
                Assert.Throws<OperationCanceledException>(() => run.Run(new Listener(progress => { if (progress.TotalUpdates == 3) source.Cancel(); }), source.Token));
                Assert.Equal(3, run.UpdateCount);
                Assert.Throws<OperationCanceledException>(() => run.RunFor(1, null, source.Token));
                Assert.Equal(3, run.UpdateCount);
            }

            run.Run();
            return Weights(objective);
        }

        Assert.Equal(Train(false), Train(true));
    }

    [Fact]
    public void CancelledWhileMeasuringItMeasuresAgain()
    {
        using var source = new CancellationTokenSource();
        var objective = new ScriptedObjective(4, _ => 1);
        var validation = new ScriptedObjective(4, call =>
        {
            if (call == 0) source.Cancel();
            return 2;
        })
        { Weight = objective.Weight };
        var run = new Pretrainer(objective, Rate1(objective), new PretrainingOptions { Epochs = 2, BatchSize = 2 }, new RandomStream(1), validation);
        Assert.Throws<OperationCanceledException>(() => run.Run(cancellationToken: source.Token));
        Assert.Equal(2, run.UpdateCount);
        var last = run.Run();
        Assert.Equal((4L, 5), (last.TotalUpdates, validation.Asked.Count)); // one that was in vain, then two an epoch
        Assert.Equal(2, last.Best!.Value.Loss, 1e-6);
    }

    [Fact]
    public void ReportsSayWhereItStands()
    {
        var objective = ObjectiveCase.Of("causal tokens").Create(new RandomStream(3), 0);
        var before = Pretrainer.Evaluate(objective, 100);
        var clock = new StepClock();
        var options = new PretrainingOptions { Epochs = 2, BatchSize = objective.ExampleCount, Schedule = new LinearRate(0.1, 0.05, 1) };
        var run = new Pretrainer(objective, new Sgd(objective.Parameters), options, new RandomStream(4), clock: clock);
        var heard = new List<PretrainingProgress>();
        var last = run.Run(new Listener(heard.Add));
        Assert.Equal(2, heard.Count);
        Assert.Equal(last with { Elapsed = null }, heard[1] with { Elapsed = null });
        Assert.Equal([(1, 1, 1L, 0.1, false), (2, 1, 2L, 0.05, true)], heard.Select(p => (p.Epoch, p.Update, p.TotalUpdates, p.LearningRate, p.IsFinished)));
        Assert.All(heard, progress => Assert.Equal((2, 1, 0L), (progress.Epochs, progress.Updates, progress.SkippedUpdates)));
        // One batch holds all, and is measured before its update.
        Assert.Equal((before.Loss, before.Accuracy, before.Targets), (heard[0].Training.Loss, heard[0].Training.Accuracy, heard[0].Training.Targets), (a, b) =>
            Math.Abs(a.Loss - b.Loss) < 1e-5 && a.Accuracy == b.Accuracy && a.Targets == b.Targets);
        Assert.Equal(Math.Exp(heard[0].Training.Loss), heard[0].Training.Perplexity);
        Assert.True(heard[1].Training.Loss < heard[0].Training.Loss);
        Assert.True(heard[0].GradientNorm > 0);
        Assert.True(heard[1].Elapsed > heard[0].Elapsed);
        Assert.Null(heard[0].Validation);
    }

    [Fact]
    public void BadInput()
    {
        var objective = new ScriptedObjective(4, _ => 1);
        var sgd = Rate1(objective);
        var options = new PretrainingOptions();
        var random = new RandomStream(1);
        Assert.Throws<ArgumentNullException>("objective", () => new Pretrainer(null!, sgd, options, random));
        Assert.Throws<ArgumentNullException>("optimizer", () => new Pretrainer(objective, null!, options, random));
        Assert.Throws<ArgumentNullException>("options", () => new Pretrainer(objective, sgd, null!, random));
        Assert.Throws<ArgumentNullException>("random", () => new Pretrainer(objective, sgd, options, null!));
        Assert.Throws<ArgumentException>("optimizer", () => new Pretrainer(objective, Rate1(new ScriptedObjective(4, _ => 1)), options, random));
        Assert.Throws<ArgumentException>("validation", () => new Pretrainer(objective, sgd, options with { ValidationFraction = 0.5 }, random, objective));
        Assert.Throws<ArgumentException>("validation", () => new Pretrainer(objective, sgd, options, random, new ScriptedObjective(0, _ => 1)));
        Assert.Throws<ArgumentException>("objective", () => new Pretrainer(new ScriptedObjective(0, _ => 1) { Weight = objective.Weight }, sgd, options, random));
        Assert.Throws<ArgumentOutOfRangeException>("updates", () => new Pretrainer(objective, sgd, options, random).RunFor(0));
        Assert.Throws<ArgumentNullException>("objective", () => Pretrainer.Evaluate(null!));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => Pretrainer.Evaluate(objective, 0));
        Assert.Throws<ArgumentOutOfRangeException>("Epochs", () => (options with { Epochs = 0 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("BatchSize", () => (options with { BatchSize = 0 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("MaximumGradientNorm", () => (options with { MaximumGradientNorm = double.NaN }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("ValidationFraction", () => (options with { ValidationFraction = 1 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("EvaluateEvery", () => (options with { EvaluateEvery = 0 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("Patience", () => (options with { Patience = 0 }).Validate());
    }

    internal static float[] Weights(IPretrainingObjective objective) => [.. objective.Parameters.SelectMany(named => named.Parameter.Value.Span.ToArray())];

    private static Sgd Rate1(ScriptedObjective objective) => new(objective.Parameters, new SgdOptions { LearningRate = 1 });

    // Eight examples to train on; each measurement is one batch.
    private static (ScriptedObjective Objective, ScriptedObjective Validation, Pretrainer Run) Scripted(float[] losses, PretrainingOptions options)
    {
        var objective = new ScriptedObjective(8, _ => 1);
        var validation = new ScriptedObjective(1, call => losses[call]) { Weight = objective.Weight };
        return (objective, validation, new Pretrainer(objective, Rate1(objective), options, new RandomStream(1), validation));
    }

    internal sealed class Listener(Action<PretrainingProgress> hear) : IProgress<PretrainingProgress>
    {
        public void Report(PretrainingProgress value) => hear(value);
    }

    // A second passes at each look.
    private sealed class StepClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}

using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Networks.Schedules;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Save, load, go on = never stopped.</summary>
public class PretrainerResumeTests
{
    private static readonly PretrainingOptions s_options = new()
    {
        Epochs = 4, BatchSize = 2, ValidationFraction = 0.25, Patience = 3, Schedule = new CosineRate(0.05, 0.001, 12), MaximumGradientNorm = 0.5,
    };

    public static TheoryData<string> Names => ObjectiveCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void GoesOnBitForBit(string name)
    {
        var (through, straight) = Create(name);
        var expected = straight.Run();
        foreach (var stop in new[] { 1L, 4, expected.TotalUpdates - 1 })
        {
            var (_, first) = Create(name);
            first.RunFor(stop);
            using var file = new MemoryStream();
            first.Save(file);

            // Another process: other weights, another stream, until it has read the file.
            var (objective, second) = Create(name, seed: 99);
            foreach (var (_, parameter) in objective.Parameters)
                foreach (ref var value in parameter.Value.Span) value += 1;
            file.Position = 0;
            second.Load(file);
            Assert.Equal(stop, second.UpdateCount);
            var last = second.Run();
            Assert.Equal(PretrainerTests.Weights(through), PretrainerTests.Weights(objective));
            Assert.Equal(expected, last);
        }
    }

    [Fact]
    public void TheBestWeightsComeAlong()
    {
        // The best is the first of three measurements, before the file is written.
        float[] Train(bool pause)
        {
            var (objective, run) = Scripted();
            if (pause)
            {
                run.RunFor(6);
                using var file = new MemoryStream();
                run.Save(file);
                (objective, run) = Scripted(measured: 1);
                file.Position = 0;
                run.Load(file);
            }

            Assert.Equal(1, run.Run().Best!.Value.Loss, 1e-6);
            return PretrainerTests.Weights(objective);
        }

        Assert.Equal([4f], Train(false));
        Assert.Equal([4f], Train(true));
    }

    [Fact]
    public void FrozenParametersStayFrozenAndGetTheirValues()
    {
        var (before, first) = Create("labels");
        using var file = new MemoryStream();
        first.Save(file);
        var (objective, run) = Create("labels");
        var (_, head) = objective.Parameters.Single(named => named.Name == "head.map.weight");
        head.Value.Span.Clear();
        head.Freeze();
        file.Position = 0;
        run.Load(file);
        Assert.True(head.IsFrozen);
        Assert.Equal(PretrainerTests.Weights(before), PretrainerTests.Weights(objective));
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedAndChangesNothing()
    {
        var (_, saved) = Create("causal tokens");
        saved.RunFor(3);
        using var file = new MemoryStream();
        saved.Save(file);
        var good = SafeTensorsFile.Read(file.ToArray());
        var (objective, run) = Create("causal tokens", seed: 7);
        run.RunFor(1);
        var weights = PretrainerTests.Weights(objective);

        Refuse<ArgumentNullException>(null!, "stream");
        Refuse<SafeTensorsException>(new MemoryStream([1, 2, 3]), null);
        Refuse<ArgumentException>(Changed(values => values["format"] = "other"), "stream");
        Refuse<ArgumentException>(Changed(values => values.Remove("random")), "stream");
        foreach (var (key, bad) in new[] { ("random", "xyz"), ("examples", "7"), ("epoch", "-1"), ("epoch", "2147483647"), ("position", "1"), ("position", "999"), ("stale", "a"), ("updates", "1.5"), ("sum", "?"), ("best.loss", "?") })
            Refuse<ArgumentException>(Changed(values => values[key] = bad), "stream");
        foreach (var name in new[] { "weights.head.bias", "best.head.bias", "optimizer.step", "optimizer.encoder.embedding.weight.mean" })
        {
            Refuse<ArgumentException>(Changed(null, tensors => tensors.Remove(name)), null);
            Refuse<ArgumentException>(Changed(null, tensors => tensors[name] = new FloatTensor(3, 3, 3)), null);
        }

        // It can still be read.
        run.Load(Changed(null));
        Assert.Equal(3, run.UpdateCount);

        void Refuse<TException>(Stream stream, string? argument)
            where TException : Exception
        {
            var error = Assert.Throws<TException>(() => run.Load(stream));
            if (argument is not null) Assert.Equal(argument, ((ArgumentException)(Exception)error).ParamName);
            Assert.Equal(1, run.UpdateCount);
            Assert.Equal(weights, PretrainerTests.Weights(objective));
        }

        MemoryStream Changed(Action<Dictionary<string, string>>? values, Action<Dictionary<string, FloatTensor>>? tensors = null)
        {
            var (kept, metadata) = (good.ReadAllFloats(), new Dictionary<string, string>(good.Metadata));
            values?.Invoke(metadata);
            tensors?.Invoke(kept);
            var stream = new MemoryStream();
            SafeTensorsFile.Write(stream, kept, metadata);
            stream.Position = 0;
            return stream;
        }
    }

    private static (IPretrainingObjective Objective, Pretrainer Run) Create(string name, ulong seed = 4)
    {
        var objective = ObjectiveCase.Of(name).Create(new RandomStream(3), 0.2f);
        return (objective, new Pretrainer(objective, new AdamW(objective.Parameters), s_options, new RandomStream(seed)));
    }

    private static (IPretrainingObjective Objective, Pretrainer Run) Scripted(int measured = 0)
    {
        var objective = new ScriptedObjective(4, _ => 1);
        var validation = new ScriptedObjective(1, call => call + measured + 1) { Weight = objective.Weight };
        return (objective, new Pretrainer(objective, new Sgd(objective.Parameters, new SgdOptions { LearningRate = 1 }), new PretrainingOptions { Epochs = 3, BatchSize = 1 }, new RandomStream(1), validation));
    }
}

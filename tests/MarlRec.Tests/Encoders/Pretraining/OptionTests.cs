using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Networks.Schedules;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Each option of pre-training, changed alone, changes what comes out.</summary>
public class OptionTests
{
    private static readonly MaskedTokenOptions s_masked = new() { MaskId = ObjectiveCase.MaskId, MaximumLength = 8, Share = 0.5 };
    private static readonly NextItemOptions s_next = new() { MaximumLength = 4 };
    private static readonly ContrastiveOptions s_contrast = new() { MaximumLength = 8 };
    private static readonly PretrainingOptions s_training = new() { Epochs = 3, BatchSize = 4 };
    private static readonly FineTuningOptions s_tuning = new();

    private static readonly (string Name, Func<double[]> Changed, Func<double[]> Default)[] s_all =
    [
        ("MaskedToken.MaskId", () => Masked(s_masked with { MaskId = 3 }), () => Masked(s_masked)),
        ("MaskedToken.Share", () => Masked(s_masked with { Share = 0.2 }), () => Masked(s_masked)),
        ("MaskedToken.MaskedShare", () => Masked(s_masked with { MaskedShare = 0 }), () => Masked(s_masked)),
        ("MaskedToken.ReplacedShare", () => Masked(s_masked with { ReplacedShare = 0 }), () => Masked(s_masked)),
        ("MaskedToken.SpecialIds", () => Masked(s_masked with { SpecialIds = [3, 4, 5] }), () => Masked(s_masked)),
        ("MaskedToken.MaximumLength", () => Masked(s_masked with { MaximumLength = 2 }), () => Masked(s_masked)),
        ("CausalToken.MaximumLength", () => Causal(new CausalTokenOptions { MaximumLength = 2 }), () => Causal(new CausalTokenOptions())),
        ("Label.MaximumLength", () => Label(1), () => Label(7)),
        ("NextItem.MaximumLength", () => Next(s_next with { MaximumLength = 2 }), () => Next(s_next)),
        ("NextItem.Negatives", () => Next(s_next with { Negatives = 2 }), () => Next(s_next)),
        ("NextItem.NegativePower", () => Next(s_next with { Negatives = 8, NegativePower = 0 }), () => Next(s_next with { Negatives = 8 })),
        ("NextItem.Temperature", () => Next(s_next with { Temperature = 0.1 }), () => Next(s_next)),
        ("NextItem.LastOnly", () => Next(s_next with { LastOnly = true }), () => Next(s_next)),
        ("Contrastive.Temperature", () => Contrast(s_contrast with { Temperature = 0.5 }), () => Contrast(s_contrast)),
        ("Contrastive.MaximumLength", () => Contrast(s_contrast with { MaximumLength = 2 }), () => Contrast(s_contrast)),
        ("Pretraining.Epochs", () => Train(s_training with { Epochs = 2 }), () => Train(s_training)),
        ("Pretraining.BatchSize", () => Train(s_training with { BatchSize = 2 }), () => Train(s_training)),
        ("Pretraining.MaximumGradientNorm", () => Train(s_training with { MaximumGradientNorm = 0.01 }), () => Train(s_training)),
        ("Pretraining.Schedule", () => Train(s_training with { Schedule = new ConstantRate(0.1) }), () => Train(s_training)),
        ("Pretraining.ValidationFraction", () => Train(s_training with { ValidationFraction = 0.3 }), () => Train(s_training)),
        ("Pretraining.EvaluateEvery", () => Judged(s_training with { EvaluateEvery = 2, Patience = 1 }), () => Judged(s_training with { Patience = 1 })),
        ("Pretraining.Patience", () => Judged(s_training with { Patience = 1 }), () => Judged(s_training)),
        ("Pretraining.KeepBest", () => Judged(s_training with { KeepBest = false }), () => Judged(s_training)),
        ("FineTuning.LearningRateDecay", () => Tune(s_tuning with { LearningRateDecay = 0.9 }), () => Tune(s_tuning)),
        ("FineTuning.FrozenLayers", () => Tune(s_tuning with { FrozenLayers = 1 }), () => Tune(s_tuning)),
        ("FineTuning.UnfreezeEvery", () => Tune(s_tuning with { UnfreezeEvery = 1 }), () => Tune(s_tuning)),
    ];

    public static TheoryData<string> Names => [.. s_all.Select(option => option.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsRead(string name)
    {
        var (_, changed, standard) = s_all.Single(option => option.Name == name);
        Assert.Equal(standard(), standard());
        Assert.NotEqual(standard(), changed());
    }

    [Fact]
    public void AllAreListed()
    {
        var properties = new[] { typeof(MaskedTokenOptions), typeof(CausalTokenOptions), typeof(LabelOptions), typeof(NextItemOptions), typeof(ContrastiveOptions), typeof(PretrainingOptions), typeof(FineTuningOptions) }
            .SelectMany(type => type.GetProperties().Where(property => property.CanWrite).Select(property => $"{type.Name[..^"Options".Length]}.{property.Name}"));
        Assert.Equal(properties.Order(), s_all.Select(option => option.Name).Order());
    }

    private static double[] Masked(MaskedTokenOptions options) =>
        Loss(random => new MaskedTokenObjective(new TokenHead(ObjectiveCase.Encoder(random, 0, causal: false), random), ObjectiveCase.Texts(8), options));

    private static double[] Causal(CausalTokenOptions options) =>
        Loss(random => new CausalTokenObjective(new TokenHead(ObjectiveCase.Encoder(random, 0, causal: true), random), ObjectiveCase.Texts(8), options));

    private static double[] Label(int maximumLength) => Loss(random => new LabelObjective(
        new LabelHead(ObjectiveCase.Encoder(random, 0, causal: false), 2, random), ObjectiveCase.Texts(8), [0, 1, 0, 1, 0, 1, 0, 1], new LabelOptions { MaximumLength = maximumLength }));

    private static double[] Next(NextItemOptions options) => Loss(random => ObjectiveCase.NextItem(random, 0, options));

    private static double[] Contrast(ContrastiveOptions options) => Loss(random =>
    {
        var encoder = ObjectiveCase.Encoder(random, 0, causal: false);
        return new ContrastiveObjective(encoder, encoder, new FixedPairs(ObjectiveCase.Texts(8), [.. ObjectiveCase.Texts(8).Reverse()]), options);
    });

    private static double[] Loss(Func<RandomStream, IPretrainingObjective> create)
    {
        var objective = create(new RandomStream(3));
        var tape = new Tape(ComputeContext.Serial, recording: false);
        return [objective.Record(tape, [.. Enumerable.Range(0, objective.ExampleCount)], new RandomStream(5)).Loss.Value[0]];
    }

    private static double[] Train(PretrainingOptions options)
    {
        var objective = ObjectiveCase.Of("causal tokens").Create(new RandomStream(3), 0);
        new Pretrainer(objective, new AdamW(objective.Parameters), options, new RandomStream(1)).Run();
        return [.. PretrainerTests.Weights(objective).Select(weight => (double)weight)];
    }

    // Measurements get worse and worse.
    private static double[] Judged(PretrainingOptions options)
    {
        var objective = new ScriptedObjective(4, _ => 1);
        var validation = new ScriptedObjective(1, call => 1 + call) { Weight = objective.Weight };
        var last = new Pretrainer(objective, new Sgd(objective.Parameters, new SgdOptions { LearningRate = 1 }), options, new RandomStream(1), validation).Run();
        return [last.TotalUpdates, objective.Weight.Value.Span[0]];
    }

    private static double[] Tune(FineTuningOptions options)
    {
        var random = new RandomStream(3);
        var head = new LabelHead(new TokenEncoder(ObjectiveCase.Tokens, new BagBody(ObjectiveCase.Size), PoolingKind.Attention, random), 2, random);
        var objective = new LabelObjective(head, ObjectiveCase.Texts(8), [0, 1, 0, 1, 0, 1, 0, 1]);
        var tuning = new FineTuning(FineTuning.LayersOf(objective.Parameters), options);
        new Pretrainer(objective, AdamW.ForGroups(tuning.Groups), s_training, new RandomStream(1), tuning: tuning).Run();
        return [.. PretrainerTests.Weights(objective).Select(weight => (double)weight)];
    }
}

using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>What holds for every objective.</summary>
public class ObjectiveTests
{
    private const float Step = 1f / 128; // exact in binary

    public static TheoryData<string> Names => ObjectiveCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAreThoseOfTheLoss(string name)
    {
        var objective = ObjectiveCase.Of(name).Create(new RandomStream(3), 0);
        int[] examples = [.. Enumerable.Range(0, objective.ExampleCount), 1];
        var tape = new Tape(ComputeContext.Serial);
        foreach (var (_, parameter) in objective.Parameters) parameter.ZeroGradient();
        tape.Backward(objective.Record(tape, examples, new RandomStream(5)).Loss);

        var plain = new Tape(ComputeContext.Serial, recording: false);
        double Loss()
        {
            plain.Reset();
            return objective.Record(plain, examples, new RandomStream(5)).Loss.Value[0];
        }

        foreach (var (path, parameter) in objective.Parameters)
        {
            var values = parameter.Value.Memory;
            // Coprime to the widths, so that all rows and columns have their turn.
            for (var i = 0; i < values.Length; i += values.Length > 40 ? TestTier.Choose(5, 1) : 1)
            {
                var saved = values.Span[i];
                values.Span[i] = saved + Step;
                var above = Loss();
                values.Span[i] = saved - Step;
                var below = Loss();
                values.Span[i] = saved;
                double expected = (above - below) / (2 * Step), actual = parameter.Gradient.Span[i];
                Assert.True(Math.Abs(actual - expected) <= 4e-3 * (1 + Math.Abs(expected)), $"{path}[{i}]: gradient {actual}, central difference {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EvaluationIsTheSameAtEveryCallAndInEveryBatch(string name)
    {
        var objective = ObjectiveCase.Of(name).Create(new RandomStream(3), 0.4f);
        var together = Pretrainer.Evaluate(objective, 100);
        Assert.Equal(together, Pretrainer.Evaluate(objective, 100));
        // Pairs are told apart within a batch, so there a batch is part of the question.
        if (objective is ContrastiveObjective) return;
        var apart = Pretrainer.Evaluate(objective, 1);
        Assert.Equal((together.Targets, together.Accuracy), (apart.Targets, apart.Accuracy));
        Assert.Equal(together.Loss, apart.Loss, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TrainingDrawsAndItsStreamDecides(string name)
    {
        var objective = ObjectiveCase.Of(name).Create(new RandomStream(3), 0.4f);
        int[] all = [.. Enumerable.Range(0, objective.ExampleCount)];
        float Loss(RandomStream? random)
        {
            var tape = new Tape(ComputeContext.Serial, recording: false);
            return objective.Record(tape, all, random).Loss.Value[0];
        }

        Assert.Equal(Loss(new RandomStream(1)), Loss(new RandomStream(1)));
        Assert.NotEqual(Loss(new RandomStream(1)), Loss(new RandomStream(2)));
        Assert.NotEqual(Loss(new RandomStream(1)), Loss(null));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ParametersHaveUniqueNamesAndComeOnce(string name)
    {
        var parameters = ObjectiveCase.Of(name).Create(new RandomStream(3), 0).Parameters;
        Assert.NotEmpty(parameters);
        Assert.Equal(parameters.Count, parameters.Select(named => named.Name).Distinct().Count());
        Assert.Equal(parameters.Count, parameters.Select(named => named.Parameter).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BadExamplesAreRefusedByName(string name)
    {
        var objective = ObjectiveCase.Of(name).Create(new RandomStream(3), 0);
        var tape = new Tape(ComputeContext.Serial);
        Assert.Throws<ArgumentNullException>("tape", () => objective.Record(null!, [0], null));
        Assert.Throws<ArgumentException>("examples", () => objective.Record(tape, [], null));
        Assert.Throws<ArgumentOutOfRangeException>("examples", () => objective.Record(tape, [0, -1], null));
        Assert.Throws<ArgumentOutOfRangeException>("examples", () => objective.Record(tape, [objective.ExampleCount], null));
        Assert.Equal(0, tape.Count);
        Assert.True(float.IsFinite(objective.Record(tape, [0, 1], null).Loss.Value[0]));
    }
}

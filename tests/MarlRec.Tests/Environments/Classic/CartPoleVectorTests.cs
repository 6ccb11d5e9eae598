using MarlRec.Environments.Checking;
using MarlRec.Environments.Vector;
using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

public class CartPoleVectorTests
{
    public static TheoryData<string, AutoresetMode, int, int> Cases => [.. from name in new[] { "CartPole-v0", "CartPole-v1" } from mode in Enum.GetValues<AutoresetMode>() from size in new[] { (1, 1), (3, 1), (67, 2), (200, 3) } select (name, mode, size.Item1, size.Item2)];

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("simd", "yes")]
    public void EqualsTheScalarWorldBitForBit(string name, AutoresetMode mode, int copies, int degree)
    {
        using var context = new ComputeContext(degree);
        var scalar = new VectorEnvironment(name == "CartPole-v0" ? CartPole.V0 : CartPole.V1, copies, mode);
        var vector = name == "CartPole-v0" ? CartPoleVector.V0(copies, mode, context) : CartPoleVector.V1(copies, mode, context);
        Assert.Same(scalar.Spec, vector.Spec);
        VectorStepBuffers expected = new(scalar.Spec, copies), actual = new(vector.Spec, copies);
        scalar.Reset(5, expected);
        vector.Reset(5, actual);
        var random = new RandomStream(1);
        var actions = new int[copies];
        var (ended, truncated) = (0, 0);
        for (var step = 0; step < TestTier.Choose(700, 4_000); step++)
        {
            AssertSame(expected, actual);
            if (mode == AutoresetMode.Disabled && VectorPlay.Over(expected) is var over && over.Contains(true))
            {
                scalar.ResetWhere(over, expected);
                vector.ResetWhere(over, actual);
                AssertSame(expected, actual);
            }

            // The first copy balances up to the step limit, the others play at random.
            for (var copy = 0; copy < copies; copy++) actions[copy] = copy == 0 ? Balance(expected[0].Observation(0)) : random.Next(2);
            scalar.Step(actions, expected);
            vector.Step(actions, actual);
            ended += expected.EpisodeEnded.Count(true);
            truncated += expected.Truncated.Count(true);
        }

        AssertSame(expected, actual);
        Assert.True(truncated > 0 && (copies == 1 || ended > 20));
    }

    [Fact]
    public void TakesTheScalarWorldsOptionsAndRefusesOthers()
    {
        var vector = CartPoleVector.V1(3);
        var buffers = new VectorStepBuffers(vector.Spec, 3);
        vector.Reset(1, new CartPoleResetOptions { Low = 0.1, High = 0.11 }, buffers);
        Assert.All(buffers.Observations.ToArray(), value => Assert.InRange(value, 0.1f, 0.11f));
        var before = buffers.Observations.ToArray();
        Assert.Throws<ArgumentOutOfRangeException>("High", () => vector.Reset(2, new CartPoleResetOptions { High = 3 }, buffers));
        Assert.Throws<ArgumentException>("options", () => vector.Reset(2, new OtherOptions(), buffers));
        Assert.Throws<ArgumentOutOfRangeException>("copies", () => CartPoleVector.V1(0));
        Assert.Equal(before, buffers.Observations.ToArray());
        vector.Step([0, 1, 0], buffers);
    }

    [Theory]
    [InlineData(AutoresetMode.NextStep)]
    [InlineData(AutoresetMode.SameStep)]
    public void StepsAllocateNothing(AutoresetMode mode)
    {
        var vector = CartPoleVector.V1(64, mode);
        var buffers = new VectorStepBuffers(vector.Spec, 64);
        vector.Reset(1, buffers);
        var actions = new int[64];
        var ends = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                vector.Step(actions, buffers);
                ends += buffers.EpisodeEnded.Count(true);
            }
        }));
        Assert.True(ends > 64);
    }

    private static int Balance(ReadOnlySpan<float> s) => 0.05 * s[0] + 0.1 * s[1] + s[2] + 0.3 * s[3] > 0 ? 1 : 0;

    private static void AssertSame(VectorStepBuffers expected, VectorStepBuffers actual)
    {
        Assert.Equal(expected.EpisodeEnded.ToArray(), actual.EpisodeEnded.ToArray());
        Assert.Equal(expected.EpisodeStarted.ToArray(), actual.EpisodeStarted.ToArray());
        for (var copy = 0; copy < expected.CopyCount; copy++)
        {
            Assert.Equal(StepDigest.Of(expected[copy]), StepDigest.Of(actual[copy]));
            if (expected.EpisodeEnded[copy]) Assert.Equal(StepDigest.Of(expected.Final(copy)), StepDigest.Of(actual.Final(copy)));
        }
    }

    private sealed record OtherOptions : ResetOptions
    {
        public override void Validate()
        {
        }
    }
}

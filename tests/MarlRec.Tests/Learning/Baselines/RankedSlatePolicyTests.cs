using MarlRec.Environments;
using MarlRec.Environments.Slates;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

public class RankedSlatePolicyTests
{
    [Fact]
    public void TiesKeepTheOrderMasksHoldAndOthersAreLeftAlone()
    {
        var (environment, buffers) = Start();
        float[] order = [1, 3, 2, 3, float.NegativeInfinity, 0, 0, 0];
        var policy = new RankedSlatePolicy(3, (_, scores) => order.CopyTo(scores));
        int[] actions = [-1, -1, -1, 77];
        policy.Act(buffers, new RandomStream(1), actions);
        Assert.Equal([1, 3, 2, 77], actions);
        buffers.Mask(0)[1] = false;
        buffers.Acting[2] = false;
        policy.Act(buffers, new RandomStream(1), actions);
        Assert.Equal([3, 1, 2, 77], actions);

        // The user's turn is not the policy's.
        environment.Step([1, 3, 2, 0], buffers);
        new RankedSlatePolicy(3, (_, _) => throw new NotSupportedException()).Act(buffers, new RandomStream(1), actions);
        Assert.Equal([3, 1, 2, 77], actions);
    }

    [Fact]
    public void BadInputIsRefusedByName()
    {
        var (_, buffers) = Start();
        var policy = new RankedSlatePolicy(3, (_, scores) => scores.Clear());
        Assert.Throws<ArgumentOutOfRangeException>("slots", () => new RankedSlatePolicy(0, (_, scores) => scores.Clear()));
        Assert.Throws<ArgumentNullException>("score", () => new RankedSlatePolicy(1, null!));
        Assert.Throws<ArgumentNullException>("observation", () => policy.Act(null!, new RandomStream(1), new int[4]));
        Assert.Throws<ArgumentNullException>("random", () => policy.Act(buffers, null!, new int[4]));
        Assert.Throws<ArgumentException>("actions", () => policy.Act(buffers, new RandomStream(1), new int[3]));
        Assert.Throws<ArgumentException>("observation", () => new RankedSlatePolicy(5, (_, _) => { }).Act(buffers, new RandomStream(1), new int[4]));
        Assert.Throws<InvalidOperationException>(() => new RankedSlatePolicy(3, (_, scores) => scores[2] = float.NaN).Act(buffers, new RandomStream(1), new int[4]));
        buffers.Mask(1).Clear();
        Assert.Throws<ArgumentException>("observation", () => policy.Act(buffers, new RandomStream(1), new int[4]));
    }

    private static (RecommendationEnvironment Environment, StepBuffers Buffers) Start()
    {
        var environment = SlateWorlds.Topics(SlateForm.Simultaneous, UserControl.Agent);
        var buffers = new StepBuffers(environment.Spec);
        environment.Reset(1, buffers);
        return (environment, buffers);
    }
}

using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

public class RandomPolicyTests
{
    [Fact]
    public void LegalActionsOfActingAgentsAreDrawnAlike()
    {
        var world = new Errands();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(3, buffers);
        buffers.Mask(0)[1] = false;
        buffers.Acting[1] = false;
        var random = new RandomStream(5);
        var counts = new int[3];
        int[] actions = [7, 7];
        for (var i = 0; i < 3000; i++)
        {
            new RandomPolicy().Act(buffers, random, actions);
            Assert.Equal(7, actions[1]);
            counts[actions[0]]++;
        }

        Assert.Equal(0, counts[1]);
        // Five standard deviations of a fair coin's 3000 throws are 137.
        Assert.InRange(counts[0], 1363, 1637);
    }

    [Fact]
    public void BadInputIsRefusedAndNothingIsDrawn()
    {
        var world = new Nim(7);
        var buffers = new StepBuffers(world.Spec);
        world.Reset(3, buffers);
        var random = new RandomStream(5);
        var policy = new RandomPolicy();
        Assert.Throws<ArgumentNullException>("observation", () => policy.Act(null!, random, new int[2]));
        Assert.Throws<ArgumentNullException>("random", () => policy.Act(buffers, null!, new int[2]));
        Assert.Throws<ArgumentException>("actions", () => policy.Act(buffers, random, new int[3]));
        buffers.Masks.Clear();
        Assert.Throws<ArgumentException>("observation", () => policy.Act(buffers, random, new int[2]));
        Assert.Equal(new RandomStream(5).State, random.State);
    }
}

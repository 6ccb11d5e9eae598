using MarlRec.Data;

namespace MarlRec.Environments.Slates;

public class RecommendationEnvironmentTests
{
    private const int None = 3;
    private const int Leave = 4;

    [Fact]
    public void SlotsInTurnSeeTheSlateSoFar()
    {
        var (users, view) = (new ScriptedUsers(100, 1, None, Leave), new ScriptedView());
        var (world, buffers) = Start(users, view, SlateForm.TurnBased);
        Assert.Equal([0, 100, 0, 1, 0, 0], buffers.Observation(0).ToArray());
        Assert.Equal([true, false, false, false], buffers.Acting.ToArray());

        world.Step([4, -1, -1, -1], buffers);
        Assert.Equal([0, 100, 4, 0, 1, 0], buffers.Observation(1).ToArray());
        Assert.Equal([false, true, false, false], buffers.Acting.ToArray());
        Assert.Equal([true, true, true, true, false], buffers.Mask(1).ToArray());
        Assert.Equal([0, 0, 0, 0], buffers.Rewards.ToArray());

        world.Step([-1, 1, -1, -1], buffers);
        Assert.Equal([0, 100, 2.5f, 0, 0, 1], buffers.Observation(2).ToArray());
        Assert.Equal([true, false, true, true, false], buffers.Mask(2).ToArray());

        // The answer: rewards on both sides, on this step alone; the next round begins with new candidates.
        world.Step([-1, -1, 0, -1], buffers);
        Assert.Equal([4, 1, 0], users.Slates[0]);
        Assert.Equal([3, 3, 3, 0.5f], buffers.Rewards.ToArray());
        Assert.Equal([(4, EventKind.View), (1, EventKind.Click), (0, EventKind.View)], view.Heard);
        Assert.Equal([1, 100, 0, 1, 0, 0], buffers.Observation(0).ToArray());
        Assert.Equal([10, 11, 12, 13, 14], world.CandidateItems.ToArray());
        Assert.Equal([4, 1, 0], buffers.Observation(3)[..3].ToArray());
        Assert.True(buffers.Mask(0).IndexOf(false) < 0);

        world.Step([0, -1, -1, -1], buffers);
        Assert.Equal([0, 0, 0, 0], buffers.Rewards.ToArray());
    }

    [Fact]
    public void SlotsAtOnceDoNotSeeEachOtherAndDuplicatesGoToTheBestCandidateNobodyChose()
    {
        var (users, view) = (new ScriptedUsers(100, 0, 0, Leave), new ScriptedView());
        var (world, buffers) = Start(users, view, SlateForm.Simultaneous);
        for (var slot = 0; slot < 3; slot++)
        {
            Assert.Equal([0, 100, 0], buffers.Observation(slot)[..3].ToArray());
            Assert.Equal(1, buffers.Observation(slot)[3 + slot]);
            Assert.True(buffers.Acting[slot]);
        }

        world.Step([2, 2, 0, 99], buffers);
        Assert.Equal([2, 1, 0], users.Slates[0]);
        world.Step([0, 0, 0, 99], buffers);
        Assert.Equal([10, 11, 12], users.Slates[1]);
        Assert.Equal([2, 2, 2, 0.5f], buffers.Rewards.ToArray());
    }

    [Theory]
    [InlineData(SlateForm.TurnBased, UserControl.Simulated)]
    [InlineData(SlateForm.TurnBased, UserControl.Agent)]
    [InlineData(SlateForm.Simultaneous, UserControl.Simulated)]
    [InlineData(SlateForm.Simultaneous, UserControl.Agent)]
    public void LeavingTerminatesAndTheRoundLimitTruncates(SlateForm form, UserControl user)
    {
        foreach (var leaves in (bool[])[true, false])
        {
            var users = new ScriptedUsers(100, 0, None, leaves ? Leave : 2);
            var (world, buffers) = Start(users, new ScriptedView(), form, user, rounds: 3);
            for (var round = 0; round < 3; round++)
            {
                Assert.False(buffers.IsEpisodeOver);
                PlayRound(world, buffers, [0, 1, 2], round == 0 ? 0 : round == 1 ? None : leaves ? Leave : 2, form, user);
            }

            Assert.Equal([leaves, leaves, leaves, leaves], buffers.Terminated.ToArray());
            Assert.Equal([!leaves, !leaves, !leaves, !leaves], buffers.Truncated.ToArray());
            Assert.Equal(leaves ? [0, 0, 0, -1] : [4, 4, 4, 0.5f], buffers.Rewards.ToArray());
            Assert.Equal(3, users.Slates.Count);
            // The last observations: the context after the last answer, an empty slate; the user has the slate it answered before it.
            for (var slot = 0; slot < 3; slot++) Assert.Equal([3, 100, 0], buffers.Observation(slot)[..3].ToArray());
            Assert.Equal([20, 21, 22], buffers.Observation(3)[..3].ToArray());
            Assert.Throws<InvalidOperationException>(() => world.Step([0, 0, 0, 0], buffers));
        }
    }

    [Fact]
    public void AUserThatIsAnAgentGetsItsTurnAndMayAnswerAnything()
    {
        var users = new ScriptedUsers(100, 0, 0, 0);
        var (world, buffers) = Start(users, new ScriptedView(), SlateForm.Simultaneous, UserControl.Agent);
        Assert.True(buffers.Mask(3).IndexOf(true) < 0);
        world.Step([3, 1, 0, -1], buffers);
        Assert.Equal([false, false, false, true], buffers.Acting.ToArray());
        Assert.Equal([3, 1, 0], buffers.Observation(3)[..3].ToArray());
        Assert.True(buffers.Mask(3).IndexOf(false) < 0);
        Assert.Equal([0, 0, 0, 0], buffers.Rewards.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => world.Step([0, 0, 0, 5], buffers));
        world.Step([-1, -1, -1, 2], buffers);
        Assert.Equal([4, 4, 4, 0.5f], buffers.Rewards.ToArray());
    }

    [Fact]
    public void FewerCandidatesThanSlotsCutTheSessionOff()
    {
        var (world, buffers) = Start(new ScriptedUsers(100, 0, 0, 0), new ScriptedView(5, 4, 2), SlateForm.TurnBased);
        PlayRound(world, buffers, [0, 1, 2], 0, SlateForm.TurnBased, UserControl.Simulated);
        Assert.Equal(4, buffers.CandidateCount);
        Assert.False(buffers.Mask(0)[4]);
        Assert.Equal(0, buffers.Candidates[4]);
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => world.Step([4, 0, 0, 0], buffers));
        PlayRound(world, buffers, [0, 1, 2], 0, SlateForm.TurnBased, UserControl.Simulated);
        Assert.True(buffers.IsEpisodeOver);
        Assert.True(buffers.Truncated[0] && !buffers.Terminated[0]);
        Assert.Equal(2, buffers.CandidateCount);

        Assert.Throws<InvalidOperationException>(() => Start(new ScriptedUsers(100, 0), new ScriptedView(2), SlateForm.TurnBased));
        Assert.Throws<InvalidOperationException>(() => Start(new ScriptedUsers(100, 0), new ScriptedView(6), SlateForm.TurnBased));
    }

    [Fact]
    public void ARefusedStepChangesNothing()
    {
        foreach (var form in Enum.GetValues<SlateForm>())
        {
            var (one, two) = (SlateWorlds.Topics(form, UserControl.Agent), SlateWorlds.Topics(form, UserControl.Agent));
            var (a, b) = (new StepBuffers(one.Spec), new StepBuffers(two.Spec));
            Assert.Throws<InvalidOperationException>(() => one.Step([0, 1, 2, 0], a));
            one.Reset(7, a);
            two.Reset(7, b);
            int[] actions = [0, 1, 2, None];
            for (var step = 0; step < 8; step++)
            {
                Assert.Throws<ArgumentException>("actions", () => one.Step([0, 1, 2], a));
                Assert.Throws<ArgumentOutOfRangeException>("actions", () => one.Step([8, 8, 8, 8], a));
                Assert.Throws<ArgumentOutOfRangeException>("actions", () => one.Step([-1, -1, -1, -1], a));
                if (form == SlateForm.TurnBased && a.Acting[1]) Assert.Throws<ArgumentOutOfRangeException>("actions", () => one.Step([0, 0, 0, 0], a));
                one.Step(actions, a);
                two.Step(actions, b);
                Assert.Equal(b.Observations.ToArray(), a.Observations.ToArray());
                Assert.Equal(b.Rewards.ToArray(), a.Rewards.ToArray());
                Assert.Equal(b.Masks.ToArray(), a.Masks.ToArray());
            }
        }
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        var (users, view, options) = (new ScriptedUsers(100), new ScriptedView(), new RecommendationEnvironmentOptions());
        Assert.Throws<ArgumentNullException>("users", () => new RecommendationEnvironment(null!, view, options));
        Assert.Throws<ArgumentNullException>("view", () => new RecommendationEnvironment(users, null!, options));
        Assert.Throws<ArgumentNullException>("options", () => new RecommendationEnvironment(users, view, null!));
        Assert.Throws<ArgumentException>("options", () => new RecommendationEnvironment(new ScriptedUsers(49), view, options));
        Assert.Throws<ArgumentException>("Name", () => (options with { Name = " " }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("SlateSize", () => (options with { SlateSize = 0 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("SlateSize", () => (options with { SlateSize = 1001 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("CandidateCount", () => (options with { CandidateCount = 9 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("CandidateCount", () => (options with { CandidateCount = 10_001 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("MaxRounds", () => (options with { MaxRounds = 0 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("MaxRounds", () => (options with { MaxRounds = int.MaxValue }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("Form", () => (options with { Form = (SlateForm)2 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("User", () => (options with { User = (UserControl)2 }).Validate());
    }

    private static (RecommendationEnvironment World, StepBuffers Buffers) Start(
        ScriptedUsers users, ScriptedView view, SlateForm form, UserControl user = UserControl.Simulated, int rounds = 9)
    {
        var world = new RecommendationEnvironment(
            users, view, new RecommendationEnvironmentOptions { SlateSize = 3, CandidateCount = 5, MaxRounds = rounds, Form = form, User = user });
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        return (world, buffers);
    }

    private static void PlayRound(RecommendationEnvironment world, StepBuffers buffers, int[] slots, int answer, SlateForm form, UserControl user)
    {
        int[] actions = [.. slots, answer];
        var steps = (form == SlateForm.TurnBased ? 3 : 1) + (user == UserControl.Agent ? 1 : 0);
        for (var step = 0; step < steps; step++) world.Step(actions, buffers);
    }
}

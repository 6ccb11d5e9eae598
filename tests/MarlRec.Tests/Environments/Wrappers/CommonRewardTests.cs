namespace MarlRec.Environments.Wrappers;

public class CommonRewardTests
{
    [Theory]
    [InlineData(RewardSharing.Sum)]
    [InlineData(RewardSharing.Mean)]
    [InlineData(RewardSharing.Individual)]
    public void TheTeamIsGivenWhatAllHaveEarned(RewardSharing sharing)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Crowd world = new(), twin = new();
            var team = new CommonReward(twin, sharing);
            StepBuffers own = new(world.Spec), shared = new(team.Spec);
            world.Reset(seed, own);
            team.Reset(seed, shared);
            var random = new Execution.RandomStream(seed);
            while (!own.IsEpisodeOver)
            {
                var ended = RandomPlay.Ended(own);
                var actions = RandomPlay.Actions(own, random);
                world.Step(actions, own);
                team.Step(actions, shared);
                double sum = own.Rewards[0] + (double)own.Rewards[1] + own.Rewards[2];
                for (var agent = 0; agent < 3; agent++)
                {
                    var expected = sharing switch { RewardSharing.Sum => (float)sum, RewardSharing.Mean => (float)(sum / 3), _ => own.Rewards[agent] };
                    Assert.Equal(ended[agent] ? 0 : expected, shared.Rewards[agent]);
                }

                own.Rewards.CopyTo(shared.Rewards);
                Assert.Equal(RandomPlay.Digest(own), RandomPlay.Digest(shared));
            }
        }

        Assert.Empty(EnvironmentChecker.Check(() => new CommonReward(new Crowd(), sharing)));
    }

    [Fact]
    public void TheThresholdGoesWithTheScale()
    {
        Assert.Equal(475, new CommonReward(Classic.CartPole.V1()).Spec.RewardThreshold);
        var goal = new Described(new Crowd(), new Crowd().Spec with { RewardThreshold = 3 });
        Assert.Equal(3, new CommonReward(goal, RewardSharing.Individual).Spec.RewardThreshold);
        Assert.Null(new CommonReward(goal, RewardSharing.Mean).Spec.RewardThreshold);
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Assert.Throws<ArgumentNullException>("inner", () => new CommonReward(null!));
        Assert.Throws<ArgumentOutOfRangeException>("sharing", () => new CommonReward(new Crowd(), (RewardSharing)3));
    }

    private sealed class Described(IEnvironment inner, EnvironmentSpec spec) : EnvironmentWrapper(inner, spec);
}

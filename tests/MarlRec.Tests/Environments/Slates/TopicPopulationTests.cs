using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

public class TopicPopulationTests
{
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void ChoicesAndDynamicsFollowTheDocumentedFormulas(ulong seed)
    {
        var options = new TopicPopulationOptions { LikedTopics = 2, HistoryLength = 5, QualityEffect = 1.5, Redundancy = 0.8, Boredom = 1.2, BoredomDecay = 0.6, SatisfactionRate = 0.4 };
        var topics = Enumerable.Range(0, 24).Select(item => item % 4).ToArray();
        var qualities = Enumerable.Range(0, 24).Select(item => item * 7 % 24 / 23f).ToArray();
        var users = SlateWorlds.Population(options);
        var random = new RandomStream(seed);
        users.BeginSession(random);
        Assert.Equal(5, users.History.Length);
        Assert.Equal(2, users.Affinities.ToArray().Count(affinity => affinity is >= 1 and <= 2));
        Assert.Equal(2, users.Affinities.ToArray().Count(affinity => affinity is >= -2 and <= 0));

        var (boredom, satisfaction, consumed) = (new double[4], 0.0, users.History.ToArray().ToHashSet());
        for (var round = 0; round < 12; round++)
        {
            var slate = Enumerable.Range(0, 24).ToArray();
            random.Shuffle(slate.AsSpan());
            slate = slate[..(1 + round % 6)];
            var utilities = slate.Select((item, position) =>
                users.Affinities[topics[item]] + 1.5 * (qualities[item] - 0.5) - boredom[topics[item]]
                - 0.8 * slate[..position].Count(earlier => topics[earlier] == topics[item]) - (consumed.Contains(item) ? 2 : 0))
                .Append(options.NoneUtility).Append(options.LeaveUtility - options.SatisfactionEffect * satisfaction).Select(Math.Exp).ToArray();
            var probabilities = new float[slate.Length + 2];
            users.ChoiceProbabilities(slate, probabilities);
            for (var answer = 0; answer < probabilities.Length; answer++) Assert.Equal(utilities[answer] / utilities.Sum(), probabilities[answer], 1e-6);
            Assert.Equal(1, probabilities.Sum(), 1e-5);

            var choice = random.Next(slate.Length + 1);
            var response = users.Respond(slate, choice, random);
            for (var topic = 0; topic < 4; topic++) boredom[topic] *= 0.6;
            if (choice == slate.Length)
            {
                Assert.Equal((0, 0, false), (response.TeamReward, response.UserReward, response.Leaves));
                satisfaction += 0.4 * (-1 - satisfaction);
                continue;
            }

            var item = slate[choice];
            Assert.Equal(new SlateResponse(EventKind.Click, 1, qualities[item], false), response);
            Assert.Equal(item, users.History[^1]);
            consumed.Add(item);
            boredom[topics[item]] += 1.2;
            satisfaction += 0.4 * (2 * qualities[item] - 1 - satisfaction);
        }

        Assert.True(users.Respond([0], 2, random).Leaves);
    }

    [Fact]
    public void AChosenUserLikesExactlyTheGivenTopics()
    {
        var users = SlateWorlds.Population();
        users.BeginSession(new RandomStream(1));
        users.Respond([3], 0, new RandomStream(1));
        users.BeginSession([1, 3]);
        Assert.Equal([-2, 2, -2, 2], users.Affinities.ToArray());
        Assert.True(users.History.IsEmpty);
        var probabilities = new float[3];
        users.ChoiceProbabilities([3], probabilities);
        var weights = new[] { 2 + 2 * (21 / 23.0 - 0.5), 2.5, 1 }.Select(Math.Exp).ToArray();
        for (var answer = 0; answer < 3; answer++) Assert.Equal(weights[answer] / weights.Sum(), probabilities[answer], 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>("likedTopics", () => users.BeginSession([4]));
    }

    [Fact]
    public void ExtremeUtilitiesDoNotOverflow()
    {
        var users = SlateWorlds.Population(new TopicPopulationOptions { Affinity = 5000, LikedTopics = 1 });
        users.BeginSession(new RandomStream(1));
        var probabilities = new float[4];
        users.ChoiceProbabilities([0, 1], probabilities);
        Assert.Equal(1, probabilities.Sum(), 1e-5);
    }

    [Fact]
    public void EqualSeedsGiveEqualUsers()
    {
        var (one, two) = (SlateWorlds.Population(), SlateWorlds.Population());
        two.BeginSession(new RandomStream(9));
        one.BeginSession(new RandomStream(4));
        two.BeginSession(new RandomStream(4));
        Assert.Equal(one.History.ToArray(), two.History.ToArray());
        Assert.Equal(one.Affinities.ToArray(), two.Affinities.ToArray());
    }

    [Fact]
    public void BadInputIsNamed()
    {
        var options = new TopicPopulationOptions { LikedTopics = 1 };
        Assert.Throws<ArgumentNullException>("options", () => new TopicPopulation([0], [0], null!));
        Assert.Throws<ArgumentNullException>("random", () => SlateWorlds.Population().BeginSession((RandomStream)null!));
        Assert.Throws<ArgumentException>("topics", () => new TopicPopulation([], [], options));
        Assert.Throws<ArgumentException>("qualities", () => new TopicPopulation([0, 1], [0], options));
        Assert.Throws<ArgumentOutOfRangeException>("qualities", () => new TopicPopulation([0], [float.NaN], options));
        Assert.Throws<ArgumentException>("topics", () => new TopicPopulation([-1], [0], options));
        Assert.Throws<ArgumentException>("options", () => new TopicPopulation([0], [0], options with { LikedTopics = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>("LikedTopics", (options with { LikedTopics = 0 }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("HistoryLength", (options with { HistoryLength = -1 }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("Affinity", (options with { Affinity = 0 }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("QualityEffect", (options with { QualityEffect = double.NaN }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("Redundancy", (options with { Redundancy = double.NaN }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("Boredom", (options with { Boredom = double.NaN }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("BoredomDecay", (options with { BoredomDecay = 1 }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("NoneUtility", (options with { NoneUtility = double.NaN }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("LeaveUtility", (options with { LeaveUtility = double.NaN }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("SatisfactionEffect", (options with { SatisfactionEffect = double.NaN }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("SatisfactionRate", (options with { SatisfactionRate = 0 }).Validate);

        var (users, stream) = (SlateWorlds.Population(), new RandomStream(1));
        users.BeginSession(stream);
        Assert.Throws<ArgumentException>("probabilities", () => users.ChoiceProbabilities([0], new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>("slate", () => users.ChoiceProbabilities([24], new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>("slate", () => users.Respond([-1], 1, stream));
        Assert.Throws<ArgumentOutOfRangeException>("choice", () => users.Respond([0], 3, stream));
    }
}

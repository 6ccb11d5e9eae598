using MarlRec.Environments.Slates.Choice;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

public class InterestExplorationTests
{
    [Fact]
    public void UsersAndDocumentsAreDrawnAsDocumented()
    {
        var world = new InterestExploration(new InterestExplorationOptions { CandidateCount = 20 });
        var random = new RandomStream(4);
        var (items, features, context) = (new int[20], new float[60], new float[4]);
        var (niche, logs, topicZero, qualities) = (0, new List<double>[] { [], [] }, 0, new List<double>[] { [], [] });
        for (var session = 0; session < 2000; session++)
        {
            world.BeginSession(random);
            var loved = world.Affinities[1] > world.Affinities[0] ? 1 : 0;
            niche += loved;
            logs[0].Add(Math.Log(world.Affinities[loved]));
            logs[1].Add(Math.Log(world.Affinities[1 - loved]));
            world.Offer(items, features, context);
            Assert.Equal([0, 0, 0, 0], context);
            for (var item = 0; item < 20; item++)
            {
                var row = features.AsSpan(3 * item, 3);
                var topic = row[1] == 1 ? 0 : 1;
                Assert.Equal([1 - topic, topic], row[1..].ToArray());
                Assert.Equal(row[0], world.Qualities[item]);
                Assert.Equal(world.Affinities[topic] + row[0], world.Appeals[item], 1e-5);
                topicZero += 1 - topic;
                qualities[topic].Add(Math.Log(row[0]));
            }
        }

        // Affinities of .7 and .1 (deviation .1) are 4 deviations of their difference apart: few types are misread.
        Assert.InRange(niche, 600 - 103, 600 + 103);
        Assert.InRange(topicZero, 8000 - 400, 8000 + 400);
        foreach (var (sample, mean) in new[] { (logs[0], 0.7), (logs[1], 0.1), (qualities[0], 0.8), (qualities[1], 0.2) })
        {
            Assert.Equal(mean, sample.Average(), 0.012);
            Assert.Equal(0.1, Math.Sqrt(sample.Average(value => (value - mean) * (value - mean))), 0.01);
        }
    }

    [Fact]
    public void HistoryCountsWhatWasShownAndClickedByTopic()
    {
        var world = new InterestExploration(new InterestExplorationOptions { TopicZero = 0.5 });
        var random = new RandomStream(4);
        world.BeginSession(random);
        var affinities = world.Affinities.ToArray();
        var (items, features, context) = (new int[10], new float[30], new float[4]);
        var (shown, clicked) = (new float[2], new float[2]);
        for (var round = 0; round < 30; round++)
        {
            world.Offer(items, features, context);
            if (round > 0) Assert.Equal([shown[0] / round, shown[1] / round, clicked[0] / round, clicked[1] / round], context);
            int[] slate = [round % 10, (round + 3) % 10];
            var topics = Array.ConvertAll(slate, item => features[3 * item + 1] == 1 ? 0 : 1);
            foreach (var topic in topics) shown[topic]++;
            var choice = round % 3;
            if (choice < 2) clicked[topics[choice]]++;
            var response = world.Respond(slate, choice, random);
            Assert.Equal((choice < 2 ? 1 : 0, false), ((int)response.TeamReward, response.Leaves));
            Assert.Equal(affinities, world.Affinities.ToArray());
        }

        Assert.True(world.Respond([0], 2, random).Leaves);
    }

    [Fact]
    public void EachOptionChangesTheGame()
    {
        var plain = new InterestExplorationOptions { MaxRounds = 9 };
        Dictionary<string, InterestExplorationOptions> changes = new()
        {
            ["CandidateCount"] = plain with { CandidateCount = 11 },
            ["ChoiceModel"] = plain with { ChoiceModel = new MultinomialLogitChoice(0) },
            ["NicheUsers"] = plain with { NicheUsers = 1 },
            ["TopicZero"] = plain with { TopicZero = 0.9 },
            ["Deviation"] = plain with { Deviation = 0.2 },
            ["Observation"] = plain with { Observation = SessionObservation.State },
            ["MaxRounds"] = plain with { MaxRounds = 10 },
        };
        Assert.Equal(typeof(InterestExplorationOptions).GetProperties().Select(property => property.Name).Order(), changes.Keys.Order());
        var traces = changes.Values.Prepend(plain).Select(options => string.Join(' ', SlatePlay.Trace(new InterestExploration(options).CreateEnvironment()))).ToList();
        Assert.Equal(traces.Count, traces.Distinct().Count());
    }

    [Fact]
    public void BadInputIsRefusedByNameAndChangesNothing()
    {
        var options = new InterestExplorationOptions();
        Assert.Throws<ArgumentOutOfRangeException>("CandidateCount", () => new InterestExploration(options with { CandidateCount = 10_001 }));
        Assert.Throws<ArgumentNullException>("ChoiceModel", () => new InterestExploration(options with { ChoiceModel = null! }));
        Assert.Throws<ArgumentException>("ChoiceModel", () => new InterestExploration(options with { ChoiceModel = new ExponentialCascadeChoice(1, 0.01) }));
        Assert.Throws<ArgumentOutOfRangeException>("NicheUsers", () => new InterestExploration(options with { NicheUsers = -0.1 }));
        Assert.Throws<ArgumentOutOfRangeException>("TopicZero", () => new InterestExploration(options with { TopicZero = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("Deviation", () => new InterestExploration(options with { Deviation = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>("Observation", () => new InterestExploration(options with { Observation = (SessionObservation)2 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxRounds", () => new InterestExploration(options with { MaxRounds = 0 }));
        WorldContract.RefusesBadInput(new InterestExploration(), world => (world.Affinities.ToArray(), world.Appeals.ToArray()));
    }
}

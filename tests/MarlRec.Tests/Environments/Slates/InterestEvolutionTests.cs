using MarlRec.Environments.Slates.Choice;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

public class InterestEvolutionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnswersFollowTheDocumentedFormulas(bool uniform)
    {
        var options = (uniform ? InterestEvolutionOptions.UniformVideos with { BudgetGain = 0.2 } : new InterestEvolutionOptions()) with { TimeBudget = 60, InterestStep = 0.4, Observation = SessionObservation.StateAndHistory };
        var world = new InterestEvolution(options);
        var random = new RandomStream(9);
        var (items, features, context) = (new int[10], new float[200], new float[23]);
        var (towards, expectedTowards, watches) = (0, 0.0, 0);
        for (var session = 0; session < 40; session++)
        {
            world.BeginSession(random);
            world.Begin(world.History);
            Assert.All(world.Interests.ToArray(), interest => Assert.InRange(interest, -1, 1));
            var (budget, rounds, watched, watchedQuality, over) = (60.0, 0, 0.0, 0.0, false);
            while (!over)
            {
                Assert.Equal(10, world.Offer(items, features, context));
                Assert.Equal(Enumerable.Range(0, 10), items);
                Assert.Equal(Array.ConvertAll(world.Interests.ToArray(), interest => (float)interest), context[..20]);
                Assert.Equal([rounds / 100f, (float)(watched / 60), (float)(watchedQuality / 60)], context[20..]);
                for (var video = 0; video < 10; video++)
                {
                    var appeal = Enumerable.Range(0, 20).Sum(i => world.Interests[i] * features[video * 20 + i]);
                    Assert.Equal(appeal, world.Appeals[video], 1e-5);
                }

                var (before, choice, quality) = (world.Interests.ToArray(), rounds % 4, world.Qualities[items[(rounds + 1) % 10]]);
                int[] slate = [items[rounds % 10], items[(rounds + 1) % 10], items[(rounds + 2) % 10]];
                choice = choice == 0 ? 3 : 1;
                var response = world.Respond(slate, choice, random);
                rounds++;
                if (choice == 3)
                {
                    budget -= options.StepPenalty;
                    Assert.Equal(0, response.TeamReward);
                    Assert.Equal(before, world.Interests.ToArray());
                }
                else
                {
                    var minutes = response.TeamReward;
                    Assert.True(minutes <= budget + 1e-4);
                    if (!uniform) Assert.Equal(Math.Min(4, budget), minutes, 1e-4);
                    budget -= minutes;
                    budget += options.BudgetGain * minutes * quality;
                    watched += minutes;
                    watchedQuality += minutes * quality;
                    var feature = features.AsSpan(slate[1] * 20, 20).ToArray();
                    var probability = Enumerable.Range(0, 20).Sum(i => feature[i] * (before[i] + 1) / 2);
                    var up = Direction(before, world.Interests.ToArray(), feature, 0.4);
                    if (up is { } isUp) (towards, expectedTowards, watches) = (towards + (isUp ? 1 : 0), expectedTowards + Math.Clamp(probability, 0, 1), watches + 1);
                }

                Assert.Equal(budget, world.TimeBudget, 1e-3);
                budget = world.TimeBudget;
                over = response.Leaves;
                Assert.Equal(budget <= 0, over);
            }
        }

        // Five standard deviations of that many coins at most.
        Assert.InRange(towards, expectedTowards - 2.5 * Math.Sqrt(watches), expectedTowards + 2.5 * Math.Sqrt(watches));
        Assert.True(watches > 300);
    }

    [Fact]
    public void VideosOfOneTopicHaveItsQuality()
    {
        var world = new InterestEvolution(new InterestEvolutionOptions { CandidateCount = 1000 });
        var random = new RandomStream(3);
        world.BeginSession(random);
        var (items, features, context) = (new int[1000], new float[20_000], new float[20]);
        var (counts, sums, squares) = (new int[20], new double[20], new double[20]);
        for (var round = 0; round < 20; round++)
        {
            world.Offer(items, features, context);
            for (var video = 0; video < 1000; video++)
            {
                var row = features.AsSpan(video * 20, 20);
                var topic = row.IndexOf(1);
                Assert.Equal(19, row.Count(0f));
                var deviation = world.Qualities[video] - InterestEvolution.TopicQualities[topic];
                (counts[topic], sums[topic], squares[topic]) = (counts[topic] + 1, sums[topic] + deviation, squares[topic] + deviation * deviation);
            }
        }

        Assert.Equal([-3, 0, 0, 3], new[] { 0, 13, 14, 19 }.Select(topic => InterestEvolution.TopicQualities[topic]));
        Assert.Equal(3.0 / 13, InterestEvolution.TopicQualities[5] - InterestEvolution.TopicQualities[4], 1e-12);
        Assert.Equal(0.6, InterestEvolution.TopicQualities[18] - InterestEvolution.TopicQualities[17], 1e-12);
        for (var topic = 0; topic < 20; topic++)
        {
            Assert.InRange(counts[topic], 850, 1150);
            Assert.Equal(0, sums[topic] / counts[topic], 0.017);
            Assert.Equal(0.1, Math.Sqrt(squares[topic] / counts[topic]), 0.012);
        }
    }

    [Fact]
    public void UniformVideosHaveUniformFeaturesAndNormalLengths()
    {
        var world = new InterestEvolution(InterestEvolutionOptions.UniformVideos with { CandidateCount = 2000, TimeBudget = 1e6 });
        var random = new RandomStream(3);
        world.BeginSession(random);
        var (items, features, context) = (new int[2000], new float[40_000], new float[20]);
        world.Offer(items, features, context);
        Assert.All(features, feature => Assert.InRange(feature, -1, 1));
        Assert.Equal(0, features.Average(), 0.02f);
        Assert.Equal(1.0 / 3, features.Average(feature => feature * feature), 0.01);
        Assert.All(world.Qualities.ToArray(), quality => Assert.Equal(1, quality));
        var minutes = items.Select(item => world.Respond([item], 0, random).TeamReward).ToArray();
        Assert.Equal(4.3f, minutes.Average(), 0.12f);
        Assert.Equal(1, Math.Sqrt(minutes.Average(length => (length - 4.3) * (length - 4.3))), 0.08);
    }

    [Fact]
    public void EachChoiceModelAndEachOptionChangesTheGame()
    {
        var plain = new InterestEvolutionOptions { TimeBudget = 30 };
        Dictionary<string, InterestEvolutionOptions> changes = new()
        {
            ["CandidateCount"] = plain with { CandidateCount = 11 },
            ["Videos"] = plain with { Videos = VideoFeatures.Uniform, ChoiceModel = new MultinomialLogitChoice(1) },
            ["ChoiceModel, logit"] = plain with { ChoiceModel = new MultinomialLogitChoice(1) },
            ["ChoiceModel, exponential cascade"] = plain with { ChoiceModel = new ExponentialCascadeChoice(0.65, 0.2) },
            ["ChoiceModel, proportional cascade"] = plain with { ChoiceModel = new ProportionalCascadeChoice(0.65, 0.3, -1) },
            ["TimeBudget"] = plain with { TimeBudget = 31 },
            ["StepPenalty"] = plain with { StepPenalty = 2 },
            ["BudgetGain"] = plain with { BudgetGain = 0 },
            ["InterestStep"] = plain with { InterestStep = 0.2 },
            ["Observation"] = plain with { Observation = SessionObservation.StateAndHistory },
            ["MaxRounds"] = plain with { MaxRounds = 2 },
        };
        Assert.Equal(
            typeof(InterestEvolutionOptions).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Order(),
            changes.Keys.Select(key => key.Split(',')[0]).Distinct().Order());
        var traces = changes.Values.Prepend(plain).Select(options => string.Join(' ', SlatePlay.Trace(new InterestEvolution(options).CreateEnvironment()))).ToList();
        Assert.Equal(traces.Count, traces.Distinct().Count());
    }

    [Fact]
    public void BadInputIsRefusedByNameAndChangesNothing()
    {
        var options = new InterestEvolutionOptions();
        Assert.Throws<ArgumentOutOfRangeException>("CandidateCount", () => new InterestEvolution(options with { CandidateCount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Videos", () => new InterestEvolution(options with { Videos = (VideoFeatures)2 }));
        Assert.Throws<ArgumentNullException>("ChoiceModel", () => new InterestEvolution(options with { ChoiceModel = null! }));
        Assert.Throws<ArgumentException>("ChoiceModel", () => new InterestEvolution(options with { Videos = VideoFeatures.Uniform }));
        Assert.Throws<ArgumentException>("ChoiceModel", () => new InterestEvolution(options with { ChoiceModel = new ExponentialCascadeChoice(1, 0.5) }));
        Assert.Throws<ArgumentOutOfRangeException>("TimeBudget", () => new InterestEvolution(options with { TimeBudget = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("StepPenalty", () => new InterestEvolution(options with { StepPenalty = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("BudgetGain", () => new InterestEvolution(options with { BudgetGain = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("InterestStep", () => new InterestEvolution(options with { InterestStep = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Observation", () => new InterestEvolution(options with { Observation = (SessionObservation)2 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxRounds", () => new InterestEvolution(options with { MaxRounds = 0 }));
        WorldContract.RefusesBadInput(new InterestEvolution(), world => (world.Interests.ToArray(), world.TimeBudget, world.Appeals.ToArray()));
    }

    /// <summary>Whether the interests went towards the features or away, or null where both are the same; fails if they did neither.</summary>
    private static bool? Direction(double[] before, double[] after, float[] features, double step)
    {
        double[] Moved(double signed) => [.. before.Select((u, i) => Math.Clamp(u + signed * (1 - Math.Abs(u)) * features[i] * (features[i] - u), -1, 1))];
        bool Is(double[] expected) => expected.Zip(after).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        var (up, down) = (Is(Moved(step)), Is(Moved(-step)));
        Assert.True(up || down);
        return up && down ? null : up;
    }
}

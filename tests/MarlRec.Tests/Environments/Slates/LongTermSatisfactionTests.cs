using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

public class LongTermSatisfactionTests
{
    [Fact]
    public void SatisfactionAndEngagementFollowTheDocumentedFormulas()
    {
        // Without noise the dynamics are an arithmetic; where the exposure starts shows in the first satisfaction.
        var options = LongTermSatisfactionOptions.Sensitive with { InnovationDeviation = 0, ChocolateDeviation = 0, KaleDeviation = 0, TimeBudget = 9, CandidateCount = 4 };
        var world = new LongTermSatisfaction(options);
        var random = new RandomStream(2);
        var (items, features, context) = (new int[4], new float[4], new float[3]);
        var starts = new List<double>();
        for (var session = 0; session < 300; session++)
        {
            world.BeginSession(random);
            var exposure = Math.Log(world.Satisfaction / (1 - world.Satisfaction)) / 1.5;
            starts.Add(exposure);
            var (engagement, last) = (0.0, 0.0);
            for (var round = 0; round < 9; round++)
            {
                world.Offer(items, features, context);
                Assert.Equal(features, world.Clickbait.ToArray());
                Assert.Equal(round / 9f, context[0]);
                Assert.Equal(Math.Min(last, 100) / 100, context[1], 1e-5);
                Assert.Equal(round == 0 ? 0 : Math.Min(engagement / round, 100) / 100, context[2], 1e-5);
                var c = (double)features[2];
                last = Math.Exp((5 * c + 4 * (1 - c)) / (1 + Math.Exp(-1.5 * exposure)));
                engagement += last;
                var probabilities = new float[4];
                world.ChoiceProbabilities([2, 1], probabilities);
                Assert.Equal([1, 0, 0, 0], probabilities);
                var response = world.Respond([2, 1], 0, random);
                Assert.Equal(last, response.TeamReward, 1e-4 * last);
                exposure = 0.7 * exposure - 2 * (c - 0.5);
                Assert.Equal(1 / (1 + Math.Exp(-1.5 * exposure)), world.Satisfaction, 1e-9);
                Assert.Equal(round == 8, response.Leaves);
            }
        }

        Assert.All(starts, start => Assert.InRange(start, -0.5 / 0.3, 0.5 / 0.3));
        Assert.Equal(0, starts.Average(), 0.2);
        Assert.Equal(1 / (0.3 * Math.Sqrt(12)), Math.Sqrt(starts.Average(start => start * start)), 0.1);
    }

    [Fact]
    public void NoiseHasTheDocumentedDeviations()
    {
        var world = new LongTermSatisfaction(LongTermSatisfactionOptions.Sensitive with { MemoryDiscount = 0, TimeBudget = 10_000, CandidateCount = 3, Documents = ClickbaitLevels.Spaced, ChocolateDeviation = 2 });
        var random = new RandomStream(2);
        world.BeginSession(random);
        world.Offer(new int[3], new float[3], new float[3]);
        Assert.Equal([0, 0.5f, 1], world.Clickbait.ToArray());
        var (innovations, logs) = (new List<double>(), new List<double>());
        for (var round = 0; round < 4000; round++)
        {
            // In the middle the exposure is noise alone, and the deviation is half of chocolate's 2 and half of kale's 1.
            var satisfaction = world.Satisfaction;
            logs.Add(Math.Log(world.Respond([1], 0, random).TeamReward) - 4.5 * satisfaction);
            innovations.Add(Math.Log(world.Satisfaction / (1 - world.Satisfaction)) / 1.5);
        }

        Assert.Equal(0, logs.Average(), 0.12);
        Assert.Equal(1.5, Math.Sqrt(logs.Average(value => value * value)), 0.09);
        Assert.Equal(0, innovations.Average(), 0.004);
        Assert.Equal(0.05, Math.Sqrt(innovations.Average(value => value * value)), 0.003);
    }

    [Fact]
    public void AnAnswerWithoutADocumentTakesTimeAlone()
    {
        var world = new LongTermSatisfaction(new LongTermSatisfactionOptions { TimeBudget = 2 });
        var random = new RandomStream(2);
        world.BeginSession(random);
        world.Offer(new int[10], new float[10], new float[3]);
        var satisfaction = world.Satisfaction;
        var none = world.Respond([4], 1, random);
        Assert.Equal((0, false), (none.TeamReward, none.Leaves));
        Assert.Equal(satisfaction, world.Satisfaction);
        Assert.True(world.Respond([4], 1, random).Leaves);
        world.BeginSession(random);
        Assert.True(world.Respond([4], 2, random).Leaves);
    }

    [Fact]
    public void EachOptionChangesTheGame()
    {
        var plain = LongTermSatisfactionOptions.Sensitive with { TimeBudget = 9 };
        Dictionary<string, LongTermSatisfactionOptions> changes = new()
        {
            ["CandidateCount"] = plain with { CandidateCount = 11 },
            ["Documents"] = plain with { Documents = ClickbaitLevels.Spaced },
            ["MemoryDiscount"] = plain with { MemoryDiscount = 0.6 },
            ["Sensitivity"] = plain with { Sensitivity = 1 },
            ["InnovationDeviation"] = plain with { InnovationDeviation = 0.5 },
            ["ChocolateMean"] = plain with { ChocolateMean = 6 },
            ["ChocolateDeviation"] = plain with { ChocolateDeviation = 0.5 },
            ["KaleMean"] = plain with { KaleMean = 3 },
            ["KaleDeviation"] = plain with { KaleDeviation = 0.5 },
            ["TimeBudget"] = plain with { TimeBudget = 10 },
            ["Observation"] = plain with { Observation = SessionObservation.State },
        };
        Assert.Equal(typeof(LongTermSatisfactionOptions).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Order(), changes.Keys.Order());
        var traces = changes.Values.Prepend(plain).Select(options => string.Join(' ', SlatePlay.Trace(new LongTermSatisfaction(options).CreateEnvironment()))).ToList();
        Assert.Equal(traces.Count, traces.Distinct().Count());
    }

    [Fact]
    public void BadInputIsRefusedByNameAndChangesNothing()
    {
        var options = new LongTermSatisfactionOptions();
        Assert.Throws<ArgumentOutOfRangeException>("CandidateCount", () => new LongTermSatisfaction(options with { CandidateCount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Documents", () => new LongTermSatisfaction(options with { Documents = (ClickbaitLevels)2 }));
        Assert.Throws<ArgumentOutOfRangeException>("MemoryDiscount", () => new LongTermSatisfaction(options with { MemoryDiscount = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Sensitivity", () => new LongTermSatisfaction(options with { Sensitivity = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("Sensitivity", () => new LongTermSatisfaction(options with { Sensitivity = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("InnovationDeviation", () => new LongTermSatisfaction(options with { InnovationDeviation = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("ChocolateMean", () => new LongTermSatisfaction(options with { ChocolateMean = 21 }));
        Assert.Throws<ArgumentOutOfRangeException>("ChocolateDeviation", () => new LongTermSatisfaction(options with { ChocolateDeviation = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("KaleMean", () => new LongTermSatisfaction(options with { KaleMean = -21 }));
        Assert.Throws<ArgumentOutOfRangeException>("KaleDeviation", () => new LongTermSatisfaction(options with { KaleDeviation = 6 }));
        Assert.Throws<ArgumentOutOfRangeException>("TimeBudget", () => new LongTermSatisfaction(options with { TimeBudget = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Observation", () => new LongTermSatisfaction(options with { Observation = (SessionObservation)2 }));
        WorldContract.RefusesBadInput(new LongTermSatisfaction(), world => (world.Satisfaction, world.Clickbait.ToArray()));
    }
}

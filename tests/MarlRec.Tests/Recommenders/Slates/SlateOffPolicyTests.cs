using MarlRec.Execution;
using MarlRec.Recommenders.Serving;

namespace MarlRec.Recommenders.Slates;

public class SlateOffPolicyTests
{
    private static readonly ServingOptions s_serving = new() { Temperature = 1.3, ExplorationFloor = 0.1 };

    [Fact]
    public void ThePolicyThatLoggedEarnsTheMeanExactly()
    {
        var random = new RandomStream(4);
        var policy = new SlotTeamPolicy(SlateTestData.Layout, 2, SlateTestData.Network(random));
        var rounds = Enumerable.Range(0, 200).Select(i => SlateTestData.Draw(policy, random, 3, 6, 1.3, 0.1, _ => i % 7)).ToArray();
        SlateSession[] sessions = [new(rounds[..90], [], true), new(rounds[90..], [], false)];
        Assert.Equal(rounds.Average(round => (double)round.Reward), SlateOffPolicy.Estimate(policy, sessions, s_serving));
        var (served, candidate) = SlateOffPolicy.Compare(policy, policy, sessions, s_serving);
        Assert.Equal(served, candidate);
        Assert.Equal(0, SlateOffPolicy.Estimate(policy, [], s_serving));
    }

    [Fact]
    public void AnotherPolicyIsEstimatedNearItsTruth()
    {
        var random = new RandomStream(5);
        var logger = new SlotTeamPolicy(SlateTestData.Layout, 1, SlateTestData.Network(random, scale: 0.3));
        var target = new SlotTeamPolicy(SlateTestData.Layout, 1, SlateTestData.Network(random, scale: 0.3));
        var (context, features) = (SlateTestData.Numbers(random, 4), SlateTestData.Features(random, 5));
        var worth = SlateTestData.Orders(5, 2).ToDictionary(order => (order[0], order[1]), _ => random.NextSingle());
        double Truth(SlotTeamPolicy policy) => worth.Sum(pair => Probability(policy, context, features, [pair.Key.Item1, pair.Key.Item2]) * pair.Value);

        var rounds = new SlateRound[20_000];
        for (var i = 0; i < rounds.Length; i++)
        {
            var (slots, propensities) = (new int[2], new float[2]);
            for (var slot = 0; slot < 2; slot++)
            {
                var values = Values(logger, context, features, slots.AsSpan(0, slot));
                slots[slot] = random.NextCategorical(values);
                propensities[slot] = values[slots[slot]];
            }

            rounds[i] = new SlateRound(context, features, slots, propensities, worth[(slots[0], slots[1])]);
        }

        SlateSession[] sessions = [new(rounds, context, true)];
        var (served, candidate) = SlateOffPolicy.Compare(logger, target, sessions, s_serving);
        Assert.True(Math.Abs(Truth(logger) - Truth(target)) > 0.02, "The two must differ for the test to mean something.");
        Assert.Equal(Truth(logger), served, 0.01);
        Assert.Equal(Truth(target), candidate, 0.01);
    }

    [Fact]
    public void WeightsAreCapped()
    {
        var random = new RandomStream(6);
        var policy = new SlotTeamPolicy(SlateTestData.Layout, 2, SlateTestData.Network(random));
        var usual = SlateTestData.Draw(policy, random, 2, 6, 1.3, 0.1, _ => 0);
        var rare = SlateTestData.Draw(policy, random, 2, 6, 1.3, 0.1, _ => 1);
        rare = rare with { Propensities = [rare.Propensities[0] / 1000, rare.Propensities[1]] };
        Assert.Equal(SlateOffPolicy.WeightCap / (SlateOffPolicy.WeightCap + 1), SlateOffPolicy.Estimate(policy, [new([usual, rare], [], true)], s_serving), 1e-12);
    }

    private static float[] Values(SlotTeamPolicy policy, float[] context, float[] features, ReadOnlySpan<int> chosen)
    {
        var values = new float[features.Length / SlateTestData.Layout.CandidateSize];
        policy.Logits(context, features, values.Length, chosen, values);
        PlackettLuce.Probabilities(values, s_serving.Temperature, s_serving.ExplorationFloor);
        return values;
    }

    private static double Probability(SlotTeamPolicy policy, float[] context, float[] features, int[] order)
    {
        double probability = 1;
        for (var slot = 0; slot < order.Length; slot++) probability *= Values(policy, context, features, order.AsSpan(0, slot))[order[slot]];
        return probability;
    }
}

using MarlRec.Execution;

namespace MarlRec.Recommenders.Slates;

public class PlackettLuceTests
{
    [Theory]
    [InlineData(false, 1, 0)]
    [InlineData(false, 0.2, 0.02)]
    [InlineData(true, 1, 0)]
    [InlineData(true, 0.3, 0.1)]
    [InlineData(true, 5, 0)]
    [InlineData(true, 0.01, 0.02)]
    [InlineData(true, 1, 1)]
    public void PropensitiesOfAllOrderedListsSumToOne(bool trained, double temperature, double floor)
    {
        var random = new RandomStream(11);
        var network = trained ? SlateTestData.Network(random) : new SlotTeamNetwork(SlateTestData.Layout, 5, random);
        var policy = new SlotTeamPolicy(SlateTestData.Layout, 2, network);
        Assert.Equal(!trained, policy.IsPrior);
        var (context, features) = (SlateTestData.Numbers(random, 4), SlateTestData.Features(random, 5));
        var orders = SlateTestData.Orders(5, 3).ToArray();
        Assert.Equal(60, orders.Length);
        double total = 0;
        foreach (var order in orders)
        {
            var probability = Propensity(policy, context, features, order, temperature, floor);
            Assert.True(probability >= floor / 5 * floor / 4 * floor / 3 * 0.99999);
            total += probability;
        }

        Assert.Equal(1, total, 1e-6);
    }

    [Fact]
    public void DrawnListsFollowTheProductOfPropensities()
    {
        // Chi-square over the 60 ordered lists: 59 degrees of freedom, 0.999 quantile 98.3. The seed is fixed.
        var random = new RandomStream(12);
        var policy = new SlotTeamPolicy(SlateTestData.Layout, 0.5f, SlateTestData.Network(random, scale: 0.4));
        var (context, features) = (SlateTestData.Numbers(random, 4), SlateTestData.Features(random, 5));
        var orders = SlateTestData.Orders(5, 3).ToArray();
        var counts = new Dictionary<string, int>();
        const int draws = 20_000;
        var (chosen, values) = (new int[3], new float[5]);
        for (var draw = 0; draw < draws; draw++)
        {
            for (var slot = 0; slot < 3; slot++)
            {
                policy.Logits(context, features, 5, chosen.AsSpan(0, slot), values);
                PlackettLuce.Probabilities(values, 1.5, 0.05);
                chosen[slot] = random.NextCategorical(values);
            }

            var key = string.Join(',', chosen);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        double chiSquare = 0;
        foreach (var order in orders)
        {
            var expected = draws * Propensity(policy, context, features, order, 1.5, 0.05);
            Assert.True(expected > 5);
            chiSquare += Math.Pow(counts.GetValueOrDefault(string.Join(',', order)) - expected, 2) / expected;
        }

        Assert.Equal(draws, counts.Values.Sum());
        Assert.InRange(chiSquare, 25, 98.3);
    }

    [Fact]
    public void ProbabilitiesMatchTheFormulaAndKeepTheFloor()
    {
        float[] values = [1, float.NegativeInfinity, 3, -2, 1000];
        PlackettLuce.Probabilities(values, 2, 0.2);
        Assert.Equal(0.05, values[0], 1e-7);
        Assert.Equal(0, values[1]);
        Assert.Equal(0.05, values[3], 1e-7);
        Assert.Equal(0.85, values[4], 1e-6);

        values = [0.5f, -1, float.NegativeInfinity, 2];
        double[] weights = [Math.Exp(0.25), Math.Exp(-0.5), 0, Math.Exp(1)];
        PlackettLuce.Probabilities(values, 2, 0.3);
        for (var i = 0; i < 4; i++) Assert.Equal(i == 2 ? 0 : 0.7 * weights[i] / weights.Sum() + 0.1, values[i], 1e-6);
    }

    [Fact]
    public void TheBestIsTheEarliestOfEquals()
    {
        Assert.Equal(1, PlackettLuce.Best([1, 4, 4, 4]));
        Assert.Equal(2, PlackettLuce.Best([float.NegativeInfinity, float.NegativeInfinity, float.MinValue]));
        Assert.Throws<InvalidOperationException>(() => PlackettLuce.Best([float.NegativeInfinity]));
        Assert.Throws<InvalidOperationException>(() => PlackettLuce.Probabilities([], 1, 0));
        Assert.Throws<InvalidOperationException>(() => PlackettLuce.Probabilities([float.NegativeInfinity, float.NegativeInfinity], 1, 0.1));
    }

    private static double Propensity(SlotTeamPolicy policy, float[] context, float[] features, int[] order, double temperature, double floor)
    {
        double probability = 1;
        var values = new float[features.Length / SlateTestData.Layout.CandidateSize];
        for (var slot = 0; slot < order.Length; slot++)
        {
            policy.Logits(context, features, values.Length, order.AsSpan(0, slot), values);
            PlackettLuce.Probabilities(values, temperature, floor);
            probability *= values[order[slot]];
        }

        return probability;
    }
}

using MarlRec.Environments;
using MarlRec.Environments.Slates;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Recommenders.Slates;

public class SlotTeamPolicyTests
{
    private static readonly SlateLayout s_layout = SlateTestData.Layout;

    [Fact]
    public void AnUntrainedTeamIsTheRanker()
    {
        var random = new RandomStream(1);
        var policy = new SlotTeamPolicy(s_layout, 3, new SlotTeamNetwork(s_layout, 5, random));
        Assert.True(policy.IsPrior);
        var (context, features) = (SlateTestData.Numbers(random, 4), SlateTestData.Features(random, 6));
        for (var c = 0; c < 6; c++) features[c * s_layout.CandidateSize] = c < 2 ? 2 : 1 - c; // best prior first, with a tie
        var (chosen, values) = (new int[6], new float[6]);
        for (var slot = 0; slot < 6; slot++)
        {
            policy.Logits(context, features, 6, chosen.AsSpan(0, slot), values);
            chosen[slot] = PlackettLuce.Best(values);
        }

        Assert.Equal([0, 1, 2, 3, 4, 5], chosen);

        policy.Logits(context, features, 6, [1], values);
        PlackettLuce.Probabilities(values, 1, 0);
        var weights = Enumerable.Range(0, 6).Select(c => c == 1 ? 0 : Math.Exp(3 * features[c * s_layout.CandidateSize])).ToArray();
        for (var c = 0; c < 6; c++) Assert.Equal(weights[c] / weights.Sum(), values[c], 1e-6);
    }

    [Fact]
    public void LogitsEqualTheFormula()
    {
        var random = new RandomStream(2);
        var network = SlateTestData.Network(random);
        var policy = new SlotTeamPolicy(s_layout, 1.5f, network);
        var values = new float[7];
        foreach (var chosen in (int[][])[[], [3], [6, 0], [1, 5, 2, 4]])
        {
            var (context, features) = (SlateTestData.Numbers(random, 4), SlateTestData.Features(random, 7));
            policy.Logits(context, features, 7, chosen, values);
            var expected = Naive(network, 1.5, context, features, 7, chosen);
            for (var c = 0; c < 7; c++)
            {
                if (chosen.Contains(c)) Assert.Equal(float.NegativeInfinity, values[c]);
                else Assert.Equal(expected[c], values[c], 1e-4);
            }
        }
    }

    [Fact]
    public void TheTapeGivesTheLogitsOfThePolicyForListsOfDifferentLengths()
    {
        var random = new RandomStream(3);
        var network = SlateTestData.Network(random);
        var policy = new SlotTeamPolicy(s_layout, 1.5f, network);
        var batch = new SlateMinibatch(s_layout, 8);
        batch.Clear(9); // a larger one before: nothing of it may shine through
        for (var i = 0; i < 8; i++) batch.Add(SlateTestData.Draw(policy, random, 3, 9), i % 3, 1);
        var rounds = Enumerable.Range(0, 3).Select(i => SlateTestData.Draw(policy, random, 4, 4 + 2 * i)).ToArray();
        batch.Clear(8);
        foreach (var round in rounds)
            for (var slot = 1; slot < 3; slot++) batch.Add(round, slot, slot);
        var logits = network.Forward(new Tape(ComputeContext.Serial), batch, 1.5f);
        Assert.Equal(6 * 8, logits.Value.Length);
        for (var n = 0; n < 6; n++)
        {
            var (round, slot) = (rounds[n / 2], 1 + n % 2);
            var count = 4 + 2 * (n / 2);
            var values = new float[count];
            policy.Logits(round.Context, round.Features, count, round.Slots.AsSpan(0, slot), values);
            for (var c = 0; c < 8; c++)
            {
                var open = c < count && !round.Slots.AsSpan(0, slot).Contains(c);
                Assert.Equal(open, batch.Mask[n * 8 + c]);
                if (open) Assert.Equal(values[c], logits.Value[n * 8 + c], 1e-4);
            }

            Assert.Equal((round.Slots[slot], round.Propensities[slot], (float)slot), (batch.Actions[n], batch.Propensities[n], batch.Advantages[n]));
        }
    }

    [Fact]
    public void ActPlaysALegalSlateInTheWorldAndGreedyTakesTheBest()
    {
        var world = new RecommendationEnvironment(
            SlateWorlds.Population(), new FeatureView(), new RecommendationEnvironmentOptions { SlateSize = 3, CandidateCount = 8, MaxRounds = 3 });
        var policy = new SlotTeamPolicy(s_layout, 1, SlateTestData.Network(new RandomStream(4)));
        var buffers = new StepBuffers(world.Spec);
        foreach (var greedy in (bool[])[false, true])
        {
            world.Reset(3, buffers);
            var (actions, draws, chosen, values) = (new int[4], new RandomStream(9), new List<int>(), new float[8]);
            for (var slot = 0; slot < 3; slot++)
            {
                policy.Logits(buffers.Observation(0)[..4], buffers.Candidates, 8, chosen.ToArray(), values);
                (greedy ? policy.AsGreedy() : policy).Act(buffers, draws, actions);
                Assert.DoesNotContain(actions[slot], chosen);
                if (greedy) Assert.Equal(PlackettLuce.Best(values), actions[slot]);
                chosen.Add(actions[slot]);
                world.Step(actions, buffers);
            }
        }

        Assert.Throws<ArgumentException>("actions", () => policy.Act(buffers, new RandomStream(1), new int[3]));
        Assert.Throws<ArgumentNullException>("observation", () => policy.Act(null!, new RandomStream(1), new int[3]));
        Assert.Throws<ArgumentNullException>("random", () => policy.Act(buffers, null!, new int[4]));
        var other = SlateWorlds.Topics(SlateForm.TurnBased, UserControl.Simulated);
        Assert.Throws<ArgumentException>("observation", () => policy.Act(new StepBuffers(other.Spec), new RandomStream(1), new int[4]));
    }

    private static double[] Naive(SlotTeamNetwork network, double priorWeight, float[] context, float[] features, int count, int[] chosen)
    {
        double Feature(int candidate, int i) => features[candidate * s_layout.CandidateSize + i];
        double Vector(int candidate, int i) => Feature(candidate, 3 + i);
        double Product(int a, int b) => Enumerable.Range(0, 3).Sum(i => Vector(a, i) * Vector(b, i));
        double[] Layer(Linear linear, double[] input) =>
            [.. Enumerable.Range(0, linear.Bias!.Value.Length).Select(o => linear.Bias.Value.Span[o] + Enumerable.Range(0, input.Length).Sum(i => linear.Weight.Value.Span[o * input.Length + i] * input[i]))];
        var k = chosen.Length;
        double[] mean = [.. Enumerable.Range(0, 3).Select(i => k == 0 ? 0 : chosen.Average(c => Vector(c, i)))];
        double[] input = [.. context.Select(x => (double)x), .. mean, k / 10.0, 1.0 / (1 + k)];
        var direction = Layer(network.Output, [.. Layer(network.Hidden, input).Select(Math.Tanh)]);
        var g = network.Pair.Weight.Value.Span.ToArray();
        return [.. Enumerable.Range(0, count).Select(c =>
            priorWeight * Feature(c, 0) + Enumerable.Range(0, 3).Sum(i => direction[i] * Vector(c, i))
            + g[0] * Feature(c, 1) + g[1] * Feature(c, 2)
            + (k == 0 ? 0 : g[2] * chosen.Average(e => Product(c, e)) + g[3] * Math.Max(-1, chosen.Max(e => Product(c, e)))))];
    }
}

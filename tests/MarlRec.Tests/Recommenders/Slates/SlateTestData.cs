using MarlRec.Execution;

namespace MarlRec.Recommenders.Slates;

/// <summary>Hand-made sessions and policies of the slot agents.</summary>
internal static class SlateTestData
{
    internal static readonly SlateLayout Layout = new(ContextSize: 4, VectorSize: 3);

    internal static SlotTeamNetwork Network(RandomStream random, int hidden = 5, double scale = 0.7, SlateLayout? layout = null)
    {
        var network = new SlotTeamNetwork(layout ?? Layout, hidden, random);
        foreach (var (_, parameter) in network.NamedParameters())
            foreach (ref var value in parameter.Value.Span) value = (float)(scale * random.NextGaussian());
        return network;
    }

    internal static float[] Numbers(RandomStream random, int count)
    {
        var numbers = new float[count];
        foreach (ref var number in numbers.AsSpan()) number = (float)random.NextGaussian();
        return numbers;
    }

    internal static float[] Features(RandomStream random, int candidates) => Numbers(random, candidates * Layout.CandidateSize);

    /// <summary>A list drawn from the policy as it would be served.</summary>
    internal static SlateRound Draw(SlotTeamPolicy policy, RandomStream random, int slots, int candidates, double temperature = 1, double floor = 0, Func<int[], float>? reward = null)
    {
        var (context, features) = (Numbers(random, Layout.ContextSize), Features(random, candidates));
        var (chosen, propensities, values) = (new int[slots], new float[slots], new float[candidates]);
        for (var slot = 0; slot < slots; slot++)
        {
            policy.Logits(context, features, candidates, chosen.AsSpan(0, slot), values);
            PlackettLuce.Probabilities(values, temperature, floor);
            chosen[slot] = random.NextCategorical(values);
            propensities[slot] = values[chosen[slot]];
        }

        return new SlateRound(context, features, chosen, propensities, reward?.Invoke(chosen) ?? random.Next(2));
    }

    /// <summary>Sessions of one to four rounds, of lists of different lengths.</summary>
    internal static SlateSession[] Sessions(SlotTeamPolicy policy, int count, ulong seed = 5, int slots = 3)
    {
        var random = new RandomStream(seed);
        return [.. Enumerable.Range(0, count).Select(session => new SlateSession(
            [.. Enumerable.Range(0, 1 + session % 4).Select(_ => Draw(policy, random, slots, 5 + random.Next(4)))], Numbers(random, Layout.ContextSize), session % 2 == 0))];
    }

    /// <summary>All ordered lists of <paramref name="slots"/> distinct candidates.</summary>
    internal static IEnumerable<int[]> Orders(int candidates, int slots) => slots == 0
        ? [[]]
        : Orders(candidates, slots - 1).SelectMany(head => Enumerable.Range(0, candidates).Where(c => !head.Contains(c)).Select(c => (int[])[.. head, c]));
}

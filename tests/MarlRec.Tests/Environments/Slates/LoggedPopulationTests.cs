using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

public class LoggedPopulationTests
{
    private static readonly LoggedPopulationOptions s_options = new() { Attention = 0.8, Horizon = 2, EarliestStart = 0.5, LeaveProbability = 0.25 };

    [Fact]
    public void AUserWantsItsNextEventsAndReadsFromTheTop()
    {
        // Four events, half of which are always past: the session starts after two or three of them.
        var users = new LoggedPopulation([[4, 5, 6, 7]], 10, s_options);
        var starts = new HashSet<int>();
        for (ulong seed = 0; seed < 20; seed++)
        {
            users.BeginSession(new RandomStream(seed));
            starts.Add(users.History.Length);
            Assert.Equal(((int[])[4, 5, 6])[..users.History.Length], users.History.ToArray());
            if (users.History.Length != 2) continue;

            // Wanted: 6 and 7. Position 0 is not, so position 1 is reached with 0.8 and chosen; what stands below is never reached.
            var probabilities = new float[5];
            users.ChoiceProbabilities([1, 7, 6], probabilities);
            Assert.Equal([0, 0.8f, 0, 0.15f, 0.05f], probabilities.Select(p => MathF.Round(p, 6)));
            users.ChoiceProbabilities([1, 2, 4], probabilities);
            Assert.Equal([0, 0, 0, 0.75f, 0.25f], probabilities);

            Assert.Equal(new SlateResponse(EventKind.View, 0, 0, false), users.Respond([1, 7], 2, new RandomStream(1)));
            Assert.Equal(new SlateResponse(EventKind.View, 0, 0, true), users.Respond([1, 7], 3, new RandomStream(1)));
            Assert.Equal(new SlateResponse(EventKind.Click, 0, 0, false), users.Respond([1, 7], 0, new RandomStream(1)));
            Assert.Equal(new SlateResponse(EventKind.Click, 1, 1, false), users.Respond([1, 7], 1, new RandomStream(1)));
            users.ChoiceProbabilities([7, 6, 1], probabilities);
            Assert.Equal(0, probabilities[0]);
            Assert.Equal(0.8f, probabilities[1], 1e-6f);
            Assert.Equal(new SlateResponse(EventKind.Click, 1, 1, true), users.Respond([6], 0, new RandomStream(1)));
        }

        Assert.Equal([2, 3], starts.Order());
    }

    [Fact]
    public void ACopyIsAnotherSessionOfTheSameUsers()
    {
        var users = new LoggedPopulation([[1, 2, 3], [0], [4, 5, 6, 7, 8, 9]], 10, s_options);
        var copy = users.Copy();
        users.BeginSession(new RandomStream(1));
        copy.BeginSession(new RandomStream(1));
        Assert.Equal(users.History.ToArray(), copy.History.ToArray());
        var (before, after) = (new float[12], new float[12]);
        int[] all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        copy.ChoiceProbabilities(all, before);
        users.Respond(all, before.IndexOf(before.Max()), new RandomStream(1));
        copy.ChoiceProbabilities(all, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Throws<ArgumentNullException>("histories", () => new LoggedPopulation(null!, 3, s_options));
        Assert.Throws<ArgumentNullException>("options", () => new LoggedPopulation([[0, 1]], 3, null!));
        Assert.Throws<ArgumentOutOfRangeException>("itemCount", () => new LoggedPopulation([[0, 1]], 0, s_options));
        Assert.Throws<ArgumentException>("histories", () => new LoggedPopulation([[0], []], 3, s_options));
        Assert.Throws<ArgumentException>("histories", () => new LoggedPopulation([[0, 1], null!], 3, s_options));
        Assert.Throws<ArgumentOutOfRangeException>("histories", () => new LoggedPopulation([[0, 3]], 3, s_options));
        Assert.Throws<ArgumentOutOfRangeException>("Attention", (s_options with { Attention = 1.1 }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("Horizon", (s_options with { Horizon = 0 }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("EarliestStart", (s_options with { EarliestStart = 1 }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("LeaveProbability", (s_options with { LeaveProbability = double.NaN }).Validate);
        var users = new LoggedPopulation([[0, 1]], 3, s_options);
        users.BeginSession(new RandomStream(1));
        Assert.Throws<ArgumentException>("probabilities", () => users.ChoiceProbabilities([0], new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>("slate", () => users.ChoiceProbabilities([3], new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>("choice", () => users.Respond([0], -1, new RandomStream(1)));
        Assert.Throws<ArgumentNullException>("random", () => users.BeginSession(null!));
    }

    [Fact]
    public void WhatWasHadBeforeIsNotWantedAgain()
    {
        var users = new LoggedPopulation([[0, 1, 0]], 2, new LoggedPopulationOptions { EarliestStart = 0.9 });
        users.BeginSession(new RandomStream(1));
        var probabilities = new float[3];
        users.ChoiceProbabilities([0], probabilities);
        Assert.Equal(0, probabilities[0]);
    }
}

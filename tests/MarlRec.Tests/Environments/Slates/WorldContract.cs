using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>What worlds must refuse that are users and view in one.</summary>
internal static class WorldContract
{
    /// <param name="world">A new world.</param>
    /// <param name="state">What must be as before after a refusal; compared as text.</param>
    internal static void RefusesBadInput<T>(T world, Func<T, object> state)
        where T : IUserModel, ISlateView, IItemText
    {
        int count = world.ItemCount, size = world.CandidateSize;
        var random = new RandomStream(1);
        world.BeginSession(random);
        var (items, features, context) = (new int[count], new float[count * size], new float[world.ContextSize]);
        world.Offer(items, features, context);
        var (before, position) = (Text(), random.State);

        Assert.Throws<ArgumentNullException>("random", () => world.BeginSession(null!));
        Assert.Throws<ArgumentException>("items", () => world.Offer(new int[count + 1], features, context));
        Assert.Throws<ArgumentException>("features", () => world.Offer(items, new float[1 + count * size], context));
        Assert.Throws<ArgumentException>("context", () => world.Offer(items, features, new float[world.ContextSize + 1]));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => world.Observe(count, EventKind.Click));
        Assert.Throws<ArgumentException>("probabilities", () => world.ChoiceProbabilities([0, 1], new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>("slate", () => world.ChoiceProbabilities([0, count], new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>("slate", () => world.Respond([-1, 0], 1, random));
        Assert.Throws<ArgumentOutOfRangeException>("choice", () => world.Respond([0, 1], 4, random));
        Assert.Throws<ArgumentOutOfRangeException>("choice", () => world.Respond([0, 1], -1, random));
        Assert.Throws<ArgumentNullException>("random", () => world.Respond([0, 1], 0, null!));
        Assert.Throws<ArgumentNullException>("text", () => world.DescribeUser(null!));
        Assert.Throws<ArgumentNullException>("text", () => world.DescribeItem(0, false, null!));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => world.DescribeItem(count, false, new()));
        Assert.Equal(before, Text());
        Assert.Equal(position, random.State);

        string Text() => System.Text.Json.JsonSerializer.Serialize(state(world));
    }
}

using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>Small recommendation worlds for tests.</summary>
internal static class SlateWorlds
{
    internal static RecommendationEnvironment Topics(SlateForm form, UserControl user, int slots = 3, int candidates = 8, int rounds = 5) =>
        new(Population(), View(), new RecommendationEnvironmentOptions { SlateSize = slots, CandidateCount = candidates, MaxRounds = rounds, Form = form, User = user });

    /// <summary>24 items in 4 topics.</summary>
    internal static TopicPopulation Population(TopicPopulationOptions? options = null)
    {
        var topics = Enumerable.Range(0, 24).Select(item => item % 4).ToArray();
        var qualities = Enumerable.Range(0, 24).Select(item => item * 7 % 24 / 23f).ToArray();
        return new TopicPopulation(topics, qualities, options ?? new TopicPopulationOptions { LikedTopics = 2, HistoryLength = 4 });
    }

    internal static ItemVectorView View()
    {
        var vectors = new float[24 * 3];
        var random = new RandomStream(3);
        foreach (ref var value in vectors.AsSpan()) value = (float)random.NextGaussian();
        return new ItemVectorView(vectors, 3);
    }
}

/// <summary>Users who do as they are told: each answer is certain.</summary>
internal sealed class ScriptedUsers(int itemCount, params int[] answers) : IUserModel
{
    private int _round;

    public List<int[]> Slates { get; } = [];

    public int ItemCount => itemCount;

    public ReadOnlySpan<int> History => [1];

    public void BeginSession(RandomStream random)
    {
        _round = 0;
        Slates.Clear();
    }

    public void ChoiceProbabilities(ReadOnlySpan<int> slate, Span<float> probabilities)
    {
        probabilities.Clear();
        probabilities[answers[_round]] = 1;
    }

    public SlateResponse Respond(ReadOnlySpan<int> slate, int choice, RandomStream random)
    {
        _round++;
        Slates.Add(slate.ToArray());
        return new SlateResponse(EventKind.Click, choice < slate.Length ? 2 + choice : 0, choice < slate.Length ? 0.5f : -1, Leaves: choice > slate.Length);
    }
}

/// <summary>Offers items from an offset that grows with each round, with the item's number as its feature; what it heard is kept.</summary>
internal sealed class ScriptedView(params int[] counts) : ISlateView
{
    private int _round;

    public List<(int Item, EventKind Kind)> Heard { get; } = [];

    public int ContextSize => 2;

    public int CandidateSize => 1;

    public void Begin(ReadOnlySpan<int> history)
    {
        _round = 0;
        Heard.Clear();
    }

    public void Observe(int item, EventKind kind) => Heard.Add((item, kind));

    public int Offer(Span<int> items, Span<float> features, Span<float> context)
    {
        var count = counts.Length == 0 ? items.Length : counts[Math.Min(_round, counts.Length - 1)];
        for (var c = 0; c < Math.Min(count, items.Length); c++) features[c] = items[c] = 10 * _round + c;
        (context[0], context[1]) = (_round, 100);
        _round++;
        return count;
    }
}

using System.Buffers;
using System.Globalization;
using MarlRec.Environments.Slates.Choice;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>What worlds have in common that are users and view in one and whose items are the candidates of the round, 0 … C − 1.</summary>
internal static class RoundItems
{
    private const int MostOnStack = 64;

    internal static RecommendationEnvironment CreateEnvironment<T>(ref bool isTaken, T world, string name, int maxRounds, int slots, SlateForm form, UserControl user)
        where T : IUserModel, ISlateView
    {
        Throw.IfOutside(slots, 1, world.ItemCount);
        if (isTaken) throw new InvalidOperationException($"This {name} has an environment already and plays one session at a time; make a new world for each.");
        var environment = new RecommendationEnvironment(world, world, new RecommendationEnvironmentOptions
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{name}-{world.ItemCount}-{slots}"),
            SlateSize = slots,
            CandidateCount = world.ItemCount,
            MaxRounds = maxRounds,
            Form = form,
            User = user,
        });
        isTaken = true;
        return environment;
    }

    internal static void CheckOffer<T>(T world, Span<int> items, Span<float> features, Span<float> context)
        where T : IUserModel, ISlateView
    {
        Throw.IfLengthDiffers(items.Length, world.ItemCount, nameof(items));
        Throw.IfLengthDiffers(features.Length, world.ItemCount * world.CandidateSize, nameof(features));
        Throw.IfLengthDiffers(context.Length, world.ContextSize, nameof(context));
    }

    /// <summary>The choice model's probabilities for the items of a slate, and none of leaving: these users go when their session is over.</summary>
    internal static void ChoiceProbabilities(IChoiceModel model, ReadOnlySpan<float> appeals, ReadOnlySpan<int> slate, Span<float> probabilities)
    {
        Throw.IfLengthDiffers(probabilities.Length, slate.Length + 2, nameof(probabilities));
        TopicPopulation.CheckItems(slate, appeals.Length);
        var rented = slate.Length > MostOnStack ? ArrayPool<float>.Shared.Rent(slate.Length) : null;
        var scores = rented is null ? stackalloc float[slate.Length] : rented.AsSpan(0, slate.Length);
        for (var position = 0; position < slate.Length; position++) scores[position] = appeals[slate[position]];
        model.Probabilities(scores, probabilities[..^1]);
        probabilities[^1] = 0;
        if (rented is not null) ArrayPool<float>.Shared.Return(rented);
    }
}

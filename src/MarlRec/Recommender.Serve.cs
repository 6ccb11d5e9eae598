using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MarlRec.Data;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Text;

namespace MarlRec;

public sealed partial class Recommender
{
    // One answer a million times a click's worth is a mistake or an attack; squared, larger ones would leave the range of the learner's numbers.
    private const float LargestWeight = 1e6f;

    /// <summary>Makes a list for a user, known or new, or for whoever is described by a history or a text.</summary>
    /// <param name="request">Who asks, and for what.</param>
    /// <returns>The items, best position first. Fewer than asked when the filters leave fewer; empty when they leave none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">A property of the request is out of its range, or its history holds an unknown item.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted yet.</exception>
    /// <remarks>Draws depend on the seed, the request id and the policy version only: the same request gives the same list until feedback or a promotion changes what it is made of.</remarks>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        var model = Model;
        var state = StateFor(request, model);
        var words = WordsOf(request, model);
        var slate = new SlateBuilder(model);
        slate.Retrieve(state, words, Allowed(request, model, state), Math.Max(request.Count, _options.Serving.CandidateCount));
        var name = request.RequestId ?? NameOf(request, state);
        slate.Choose(request.Mode, request.Count, _options.Serving, _random.Fork("serve").Fork(name, model.Version));
        return Log(request, model, slate, name);
    }

    /// <summary>Takes in what a user did. The user's next list reflects it at once; the shared policy learns from it later.</summary>
    /// <param name="feedback">Who did what with which item, and in answer to which decision.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="feedback"/> is null.</exception>
    /// <exception cref="ArgumentException">A property is out of its range, the item is unknown, or the decision did not show it.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted yet.</exception>
    public FeedbackOutcome Observe(Feedback feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        feedback.Validate();
        var model = Model;
        var item = IndexOf(model, feedback.ItemId, nameof(feedback));
        var weight = _options.EventWeights.Of(feedback.Kind, feedback.Value);
        if (!(Math.Abs(weight) <= LargestWeight)) throw new ArgumentOutOfRangeException(nameof(feedback), feedback.Value, $"Value times the event's weight must be within ±{LargestWeight}.");
        lock (_observing)
        {
            var (outcome, userId) = Answer(model, feedback, item, weight);
            if (outcome != FeedbackOutcome.Duplicate && userId is not null) Advance(model, userId, item, feedback.Kind, weight);
            return outcome;
        }
    }

    /// <summary>Rewards the decision that is answered, if any, and tells whose answer it is.</summary>
    private static (FeedbackOutcome Outcome, string? UserId) Answer(ServedModel model, Feedback feedback, int item, float weight)
    {
        if (feedback.EventId is null) return (FeedbackOutcome.Applied, feedback.UserId);
        if (!model.Decisions.TryGet(feedback.EventId, out var decision)) return (FeedbackOutcome.UnknownEvent, feedback.UserId);
        CheckShown(decision, item, feedback);
        var userId = feedback.UserId ?? decision.UserId;
        // That an item was looked at is no answer to the list: ten glances must not be worth more than a click.
        if (feedback.Kind == EventKind.View) return (FeedbackOutcome.Applied, userId);
        return (model.Decisions.TryReward(feedback.EventId, item, feedback.Kind, weight) ? FeedbackOutcome.Applied : FeedbackOutcome.Duplicate, userId);
    }

    private static void CheckShown(Decision decision, int item, Feedback feedback)
    {
        foreach (var slot in decision.Slots)
            if (decision.Candidates[slot] == item) break;
            else if (slot == decision.Slots[^1]) throw new ArgumentException($"Decision \"{decision.EventId}\" did not show item \"{feedback.ItemId}\".", nameof(feedback));
        if (feedback.UserId is not null && decision.UserId is not null && feedback.UserId != decision.UserId)
            throw new ArgumentException($"Decision \"{decision.EventId}\" was made for user \"{decision.UserId}\", not \"{feedback.UserId}\".", nameof(feedback));
    }

    private static int IndexOf(ServedModel model, string itemId, string name) => model.Items.TryGetIndex(itemId, out var item)
        ? item
        : throw new ArgumentException($"Item \"{itemId}\" is unknown; the recommender was fitted on {model.Items.Count} items without it.", name);

    private static void Advance(ServedModel model, string userId, int item, EventKind kind, float weight)
    {
        var change = new Change(item, Consumption.Counts(kind), Consumption.TurnsDown(kind, weight), weight);
        model.Users.AddOrUpdate(
            userId, _ => model.Ranker.Next(UserState.Empty(model.Ranker.Size), change), (_, state) => model.Ranker.Next(state, change));
    }

    private static UserState StateFor(RecommendationRequest request, ServedModel model)
    {
        var known = request.UserId is not null && model.Users.TryGetValue(request.UserId, out var found) ? found : UserState.Empty(model.Ranker.Size);
        return request.History is { } history ? model.Ranker.StateOf([.. history.Select(id => IndexOf(model, id, nameof(request)))], known) : known;
    }

    private static int[] WordsOf(RecommendationRequest request, ServedModel model) => request.Text is null || model.Words is null
        ? []
        : Array.FindAll(model.Words.Encode(request.Text), word => word != Vocabulary.UnknownId);

    private static bool[] Allowed(RecommendationRequest request, ServedModel model, UserState state)
    {
        var allowed = new bool[model.Items.Count];
        for (var item = 0; item < allowed.Length; item++) allowed[item] = request.Filter is null || request.Filter(model.Catalog[item]);
        foreach (var item in state.TurnedDown) allowed[item] = false;
        if (!request.IncludeSeen) foreach (var item in state.History) allowed[item] = false;
        foreach (var id in request.Exclude ?? [])
            if (model.Items.TryGetIndex(id, out var item)) allowed[item] = false;
        return allowed;
    }

    private string NameOf(RecommendationRequest request, UserState state)
    {
        // Nobody tells two anonymous visitors apart; the count does, so that they do not share one decision.
        if (request.UserId is null) return string.Create(CultureInfo.InvariantCulture, $"anonymous-{Interlocked.Increment(ref _anonymousRequests)}");
        if (request.History is null && request.Text is null)
            return string.Create(CultureInfo.InvariantCulture, $"{request.UserId}#{state.Events}");
        var said = $"{request.UserId}\u001f{string.Join('\u001f', request.History ?? [])}\u001f{request.Text}\u001f{state.Events}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)).AsSpan(0, 12));
    }

    private static Recommendation[] Log(RecommendationRequest request, ServedModel model, SlateBuilder slate, string name)
    {
        var eventId = string.Create(CultureInfo.InvariantCulture, $"{name}@{model.Version}.{Fingerprint(request, slate)}");
        if (slate.Slots.Length > 0 && request.IsLogged)
        {
            model.Decisions.Add(new Decision
            {
                EventId = eventId,
                UserId = request.UserId,
                PolicyVersion = model.Version,
                IsDrawn = request.Mode == ServingMode.Sampled,
                Candidates = slate.Candidates,
                Slots = slate.Slots,
                Propensities = slate.Propensities,
                Context = slate.Context,
                PairFeatures = slate.PairFeatures(),
            });
        }

        var list = new Recommendation[slate.Slots.Length];
        for (var slot = 0; slot < list.Length; slot++)
            list[slot] = new Recommendation(model.Items[slate.Candidates[slate.Slots[slot]]], slot, slate.Propensities[slot], slate.ScoreOf(slot), model.Version, eventId);
        return list;
    }

    /// <summary>Tells apart lists that were asked for under one name but came out differently, or for somebody else: the user, its state, the filters or the mode were others.</summary>
    private static string Fingerprint(RecommendationRequest request, SlateBuilder slate)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, [(int)request.Mode, slate.Candidates.Length, .. slate.Candidates, slate.Slots.Length, .. slate.Slots]);
        Append(hash, MemoryMarshal.Cast<float, int>(slate.Propensities));
        Append(hash, MemoryMarshal.Cast<float, int>(slate.Context));
        Append(hash, MemoryMarshal.Cast<float, int>(slate.PairFeatures()));
        hash.AppendData(Encoding.UTF8.GetBytes(request.UserId ?? ""));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            hash.AppendData(bytes);
        }
    }
}

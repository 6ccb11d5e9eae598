using System.Collections.Concurrent;
using System.Text;
using MarlRec.Data;
using MarlRec.Encoders;
using MarlRec.Execution;
using MarlRec.Learning;
using MarlRec.Networks;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;
using MarlRec.Tensors;
using MarlRec.Text;

namespace MarlRec.Recommenders.Storage;

/// <summary>The numbers of a recommender by name, both ways. Whole numbers below 2²⁴ are stored as floats, which hold them exactly.</summary>
internal static class RecommenderTensors
{
    private const string Behaviour = "ranker.behaviour.";
    private const string Text = "ranker.text.";
    private const string Bias = "ranker.bias";
    private const string Vectors = "ranker.vectors";
    private const string Rows = "ranker.transitions.rows";
    private const string Followers = "ranker.transitions.followers";
    private const string Counts = "ranker.transitions.counts";
    private const string Popularity = "ranker.transitions.popularity";
    private const string Learner = "team.learner.";
    private const string Served = "team.served.";
    private const string Hidden = "users.hidden";
    private const string Cell = "users.cell";
    private const string Residual = "users.residual";

    internal static TrainingState Export(ServedModel model, SlateActorCritic learner, UserState[] users)
    {
        var state = new TrainingState();
        var tensors = state.Tensors;
        learner.ExportState(state, Learner);
        var ranker = model.Ranker;
        ranker.Behaviour.ExportState(tensors, Behaviour);
        ranker.Text?.ExportState(tensors, Text);
        tensors[Bias] = ranker.Bias.Value;
        tensors[Vectors] = FloatTensor.From(ranker.UnitVectors, ranker.ItemCount, ranker.Size);
        ExportTransitions(ranker.Transitions, tensors);
        model.Policy.ExportState(tensors, Served);
        tensors[Hidden] = Stack(users, ranker.Size, state => state.Hidden);
        tensors[Cell] = Stack(users, ranker.Size, state => state.Cell);
        tensors[Residual] = Stack(users, ranker.Size, state => state.Residual);
        return state;
    }

    internal static (ServedModel Model, SlateActorCritic Learner) Import(
        SavedRecommender saved, TrainingState state, InterestRankerOptions options, SlotTeamOptions team, ServingOptions serving, IdMap ids, RandomStream random, ComputeContext context)
    {
        var tensors = state.Tensors;
        var words = ReadWords(saved.Words);
        if (words is null && tensors.Keys.Any(name => name.StartsWith(Text, StringComparison.Ordinal))) throw new InvalidDataException("There is a text encoder, but no words that it reads.");
        Throw.IfOutside(saved.Blend.Encoder, 0, 1);
        Throw.IfNotFinite(saved.Blend.Popularity);
        saved.Transitions.Validate();
        // Sizes are held against the file before anything is allocated by them.
        StateTensors.Require(tensors, Behaviour + "embedding.weight", new Shape(ids.Count, options.Size));
        StateTensors.Require(tensors, Served + "hidden.bias", new Shape(team.HiddenSize));
        var behaviour = new LstmEncoder(ids.Count, options.Size, random);
        behaviour.ImportState(tensors, Behaviour);
        var text = words is null ? null : new LstmEncoder(words.Vocabulary.Count, options.Size, random);
        text?.ImportState(tensors, Text);
        var bias = new Parameter(StateTensors.Require(tensors, Bias, new Shape(ids.Count)));
        CatalogItem[] items = [.. saved.Items.Select(item => item.ToItem())];
        var match = words is null ? null : new TextMatch([.. items.Select(item => words.Encode(item.Text))], words.Vocabulary.Count);
        var vectors = StateTensors.Require(tensors, Vectors, new Shape(ids.Count, options.Size)).Span.ToArray();
        var ranker = new InterestRanker(options, behaviour, text, match, bias, vectors, ImportTransitions(tensors, ids.Count, saved.Transitions), saved.Blend);
        var layout = CandidateSource.Layout(ranker);
        var learner = new SlateActorCritic(layout, team, random.Fork("team"), context);
        learner.Network.ImportState(tensors, Served);
        var served = learner.Snapshot();
        learner.ImportState(state, Learner);
        var users = Unstack(saved.Users, tensors, ranker);
        return (new ServedModel(ids, items, words, ranker, served, saved.PolicyVersion, users, new DecisionLog(serving.DecisionCapacity)), learner);
    }

    internal static string? WriteWords(TextPipeline? words)
    {
        if (words is null) return null;
        using var stream = new MemoryStream();
        words.Save(stream);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    internal static void Check(SavedDecision decision, ServedModel model)
    {
        var (layout, count) = (CandidateSource.Layout(model.Ranker), decision.Candidates.Length);
        CheckIndices(decision.Candidates, model.Items.Count, decision.EventId);
        CheckIndices(decision.Slots, count, decision.EventId);
        if (decision.Propensities.Length != decision.Slots.Length || decision.Context.Length != layout.ContextSize || decision.PairFeatures.Length != count * SlateLayout.PairSize)
            throw new InvalidDataException($"Decision \"{decision.EventId}\" has numbers of another shape than its model.");
        if (decision.Slots.Length == 0 || decision.Slots.Distinct().Count() != decision.Slots.Length || decision.Candidates.Distinct().Count() != count)
            throw new InvalidDataException($"Decision \"{decision.EventId}\" has no slots, or an item twice.");
        foreach (var answer in decision.Answers)
            if (!Enum.IsDefined(answer.Kind) || !decision.Slots.Any(slot => decision.Candidates[slot] == answer.Item))
                throw new InvalidDataException($"Decision \"{decision.EventId}\" was answered with {answer.Kind} on number {answer.Item}, which it did not show.");
        if (decision.Propensities.Any(propensity => !(propensity is > 0 and <= 1))) throw new InvalidDataException($"Decision \"{decision.EventId}\" has a propensity outside (0, 1].");
        Throw.IfNotFinite(decision.Reward);
        Throw.IfNotAllFinite(decision.Context, nameof(decision.Context));
        Throw.IfNotAllFinite(decision.PairFeatures, nameof(decision.PairFeatures));
    }

    private static TextPipeline? ReadWords(string? saved)
    {
        if (saved is null) return null;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(saved));
        return TextPipeline.Load(stream);
    }

    private static void ExportTransitions(TransitionCounts transitions, Dictionary<string, FloatTensor> tensors)
    {
        var rows = new float[transitions.ItemCount];
        for (var item = 0; item < rows.Length; item++) rows[item] = transitions.Starts[item + 1] - transitions.Starts[item];
        var followers = new float[transitions.Followers.Length];
        for (var i = 0; i < followers.Length; i++) followers[i] = transitions.Followers[i];
        tensors[Rows] = FloatTensor.From(rows, rows.Length);
        tensors[Followers] = FloatTensor.From(followers, followers.Length);
        tensors[Counts] = FloatTensor.From(transitions.Counts, followers.Length);
        tensors[Popularity] = FloatTensor.From(transitions.Popularity, rows.Length);
    }

    private static TransitionCounts ImportTransitions(IReadOnlyDictionary<string, FloatTensor> tensors, int itemCount, TransitionCountsOptions options)
    {
        var rows = StateTensors.Require(tensors, Rows, new Shape(itemCount)).Span;
        var popularity = StateTensors.Require(tensors, Popularity, new Shape(itemCount));
        var starts = new int[itemCount + 1];
        for (var item = 0; item < itemCount; item++) starts[item + 1] = checked(starts[item] + Whole(rows[item], itemCount + 1, Rows));
        var saved = StateTensors.Require(tensors, Followers, new Shape(starts[^1])).Span;
        var counts = StateTensors.Require(tensors, Counts, new Shape(starts[^1]));
        var followers = new int[starts[^1]];
        for (var i = 0; i < followers.Length; i++) followers[i] = Whole(saved[i], itemCount, Followers);
        if (counts.Span.ContainsAnyInRange(float.MinValue, -float.Epsilon)) throw new InvalidDataException($"Tensor {Counts} holds a count below 0.");
        return TransitionCounts.Restore(options, starts, followers, counts.Span.ToArray(), popularity.Span.ToArray());
    }

    private static int Whole(float value, int limit, string name) => value >= 0 && value < limit && value == MathF.Floor(value)
        ? (int)value
        : throw new InvalidDataException($"Tensor {name} holds {value}, but whole numbers below {limit} were expected.");

    private static FloatTensor Stack(UserState[] users, int size, Func<UserState, float[]> part)
    {
        var tensor = new FloatTensor(users.Length, size);
        for (var user = 0; user < users.Length; user++) part(users[user]).CopyTo(tensor.Row(user));
        return tensor;
    }

    private static ConcurrentDictionary<string, UserState> Unstack(SavedUser[] users, IReadOnlyDictionary<string, FloatTensor> tensors, InterestRanker ranker)
    {
        var shape = new Shape(users.Length, ranker.Size);
        var (hidden, cell, residual) = (StateTensors.Require(tensors, Hidden, shape), StateTensors.Require(tensors, Cell, shape), StateTensors.Require(tensors, Residual, shape));
        var states = new ConcurrentDictionary<string, UserState>(StringComparer.Ordinal);
        for (var user = 0; user < users.Length; user++)
        {
            CheckIndices(users[user].History, ranker.ItemCount, users[user].Id);
            CheckIndices(users[user].TurnedDown, ranker.ItemCount, users[user].Id);
            var state = new UserState
            {
                History = users[user].History,
                TurnedDown = users[user].TurnedDown,
                Hidden = hidden.Row(user).ToArray(),
                Cell = cell.Row(user).ToArray(),
                Residual = residual.Row(user).ToArray(),
                Events = users[user].Events,
            };
            if (!states.TryAdd(users[user].Id, state)) throw new InvalidDataException($"User \"{users[user].Id}\" is saved twice.");
        }

        return states;
    }

    private static void CheckIndices(int[] indices, int count, string owner)
    {
        foreach (var index in indices)
            if ((uint)index >= (uint)count) throw new InvalidDataException($"\"{owner}\" refers to number {index}, but there are only {count}.");
    }
}

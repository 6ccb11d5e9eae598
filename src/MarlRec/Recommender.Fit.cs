using System.Collections.Concurrent;
using MarlRec.Data;
using MarlRec.Environments.Slates;
using MarlRec.Execution;
using MarlRec.Learning;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;
using MarlRec.Tensors;
using MarlRec.Text;

namespace MarlRec;

public sealed partial class Recommender
{
    // More users would make the blend's choice slower, and hardly surer.
    private const int MaximumJudgedUsers = 4000;
    private static readonly ScoreBlend s_evenBlend = new(0.5f, 0);

    /// <summary>Learns encoders, counts and slot agents from scratch, and remembers the log's users.</summary>
    /// <param name="log">What users did. At least one user consumed something.</param>
    /// <param name="catalog">What is known of the items; items of the log that are missing from it are known by their id alone.</param>
    /// <param name="progress">Told after each epoch and each update; may be null.</param>
    /// <param name="cancellationToken">Checked between updates.</param>
    /// <returns>What the fit found.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="log"/> or <paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">The log holds no consumption at all.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the recommender is as it was before.</exception>
    /// <remarks>
    /// Clicks, likes, carts, purchases and ratings count as consumed, in the order of their timestamps; dislikes and ratings below neutral hide an item from their user; views and
    /// skips are not read. A fit starts over: users and feedback that are not in the log are gone after it, also feedback that arrives while it runs; so keep your own log.
    /// Forgetting a user while it runs holds. Slot agents train only where the catalogue has as many items as <see cref="TeamTrainingOptions.Environment"/> of
    /// <see cref="RecommenderOptions.Replay"/> asks for as candidates.
    /// </remarks>
    public FitReport Fit(InteractionLog log, ItemCatalog catalog, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(catalog);
        lock (_learning)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _forgottenDuringFit = new ConcurrentQueue<string>();
            try
            {
                var (model, learner, report) = FitModel(log, catalog, progress, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                _learner = learner;
                _model = model;
                foreach (var userId in _forgottenDuringFit) Erase(model, userId);
                return report;
            }
            finally
            {
                _forgottenDuringFit = null;
            }
        }
    }

    private (ServedModel Model, SlateActorCritic Learner, FitReport Report) FitModel(
        InteractionLog log, ItemCatalog catalog, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var (ids, items) = Join(log, catalog);
        var map = MapItems(log, ids);
        var histories = Consumption.Histories(log, map);
        if (histories.All(history => history.Length == 0)) throw new ArgumentException("The log holds no click, like, cart, purchase or rating to learn from.", nameof(log));
        var words = items.Any(item => item.Text.Length > 0) ? BuildWords(items, cancellationToken) : null;
        var (ranker, ndcg, loss) = FitRanker(histories, items, words, progress, cancellationToken);
        var learner = new SlateActorCritic(CandidateSource.Layout(ranker), _options.Team, _random.Fork("team"), _context);
        var users = RememberUsers(log, ranker, histories, Consumption.TurnedDown(log, map, _options.EventWeights));
        var model = new ServedModel(ids, items, words, ranker, learner.Snapshot(), PolicyVersion + 1, users, new DecisionLog(_options.Serving.DecisionCapacity));
        var team = TrainOnReplay(model, learner, histories, progress, cancellationToken);
        return (model with { Policy = learner.Snapshot() }, learner, new FitReport(log.UserCount, ids.Count, log.Count, loss, ranker.Blend, ndcg, team));
    }

    /// <summary>Trains the slot agents in an environment of simulated or learned users.</summary>
    /// <param name="users">Makes a user model; called several times, and each is used by one thread at a time. Its items are this recommender's <see cref="Items"/>.</param>
    /// <param name="options">The training.</param>
    /// <param name="progress">Told after each update; may be null.</param>
    /// <param name="cancellationToken">Checked between updates.</param>
    /// <returns>What the training earned. It starts from the policy that serves, which changes only if it earned more than before.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="users"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the users know other items than this recommender.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted yet.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the recommender is as it was before.</exception>
    public TeamTrainingReport TrainTeam(
        Func<IUserModel> users, TeamTrainingOptions options, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        lock (_learning)
        {
            var model = Model;
            var before = new TrainingState();
            _learner!.ExportState(before, "");
            foreach (var name in before.Tensors.Keys.ToArray()) before.Tensors[name] = before.Tensors[name].Clone();
            try
            {
                // What serves is the first candidate: an update that learning from feedback turned down must not become the measure.
                var served = new Dictionary<string, FloatTensor>(StringComparer.Ordinal);
                model.Policy.ExportState(served, "");
                _learner.Network.ImportState(served, "");
                var report = Train(model, _learner, users, options, _random.Fork("training", _learner.UpdateCount), progress, cancellationToken);
                if (report.Promoted) Promote(_learner.Snapshot());
                return report;
            }
            catch
            {
                _learner.ImportState(before, "");
                throw;
            }
        }
    }

    /// <summary>Plays sessions and reports what they earned: the team greedily, or the ranker alone.</summary>
    /// <param name="users">Makes a user model, as in <see cref="TrainTeam"/>.</param>
    /// <param name="environment">The shape of the sessions.</param>
    /// <param name="mode">Who serves.</param>
    /// <param name="sessions">How many sessions, at least 1.</param>
    /// <param name="seed">Which sessions: equal seeds meet equal users, whoever serves.</param>
    /// <returns>The return of each session.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted yet.</exception>
    public IReadOnlyList<double> PlaySessions(Func<IUserModel> users, RecommendationEnvironmentOptions environment, ServingMode mode, int sessions, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentOutOfRangeException.ThrowIfLessThan(sessions, 1);
        if (!Enum.IsDefined(mode)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "mode must be Sampled, Greedy or Prior.");
        new TeamTrainingOptions { Environment = environment }.Validate();
        var model = Model;
        var layout = CandidateSource.Layout(model.Ranker);
        var prior = SlotTeamPolicy.Prior(layout, _options.Team.PriorWeight);
        var policy = mode switch
        {
            ServingMode.Prior => prior.AsGreedy(),
            ServingMode.Greedy => model.Policy.AsGreedy(),
            _ => model.Policy,
        };
        lock (_learning)
        {
            var played = new SlateSessions(() => CreateEnvironment(model, users, environment), layout, _context).Play(policy, sessions, new RandomStream(seed));
            return [.. played.Select(session => session.Return)];
        }
    }

    private static (IdMap Ids, CatalogItem[] Items) Join(InteractionLog log, ItemCatalog catalog)
    {
        var ids = catalog.Ids.Copy();
        foreach (var id in log.ItemIds.Ids) ids.GetOrAdd(id);
        var items = new CatalogItem[ids.Count];
        for (var item = 0; item < items.Length; item++) items[item] = item < catalog.Count ? catalog[item] : new CatalogItem { Id = ids[item] };
        return (ids.Freeze(), items);
    }

    private static int[] MapItems(InteractionLog log, IdMap ids)
    {
        var map = new int[log.ItemCount];
        for (var item = 0; item < map.Length; item++) map[item] = ids.IndexOf(log.ItemIds[item]);
        return map;
    }

    private TextPipeline BuildWords(CatalogItem[] items, CancellationToken cancellationToken) => TextPipeline.Build(
        items.Where(item => item.Text.Length > 0).Select(item => item.Text),
        new TextPipelineOptions { MaximumVocabulary = _options.Ranker.MaxWords, SequenceLength = _options.Ranker.TextLength * 4, Padding = Padding.ToLongest },
        cancellationToken);

    private (InterestRanker Ranker, double Ndcg, double Loss) FitRanker(
        int[][] histories, CatalogItem[] items, TextPipeline? words, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        // The last event of each history chooses the blend; the encoder never sees it, the counts take it in afterwards.
        var judged = Spread([.. histories.Where(history => history.Length >= 3)], MaximumJudgedUsers);
        int[][] known = [.. histories.Select(history => history.Length >= 3 ? history[..^1] : history)];
        int[][] texts = [.. items.Select(item => words is null ? [] : words.Encode(item.Text))];
        var trainer = new InterestRankerTrainer(_options.Ranker, known, texts, words?.Vocabulary.Count ?? 0, _random.Fork("ranker"), _context);
        double loss = 0;
        for (var epoch = 0; epoch < _options.Ranker.Epochs; epoch++)
        {
            loss = trainer.Epoch(epoch, cancellationToken);
            progress?.Report(new FitProgress(FitStage.Encoder, epoch + 1, _options.Ranker.Epochs, loss));
        }

        var (transitions, blend, ndcg) = ChooseBlend(trainer, judged, known, items.Length, cancellationToken);
        return (trainer.Build(TransitionCounts.Fit(histories, items.Length, transitions, cancellationToken), blend), ndcg, loss);
    }

    private (TransitionCountsOptions Transitions, ScoreBlend Blend, double Ndcg) ChooseBlend(
        InterestRankerTrainer trainer, int[][] judged, int[][] known, int itemCount, CancellationToken cancellationToken)
    {
        var best = (Transitions: _options.Ranker.Transitions[0], Blend: s_evenBlend, Ndcg: 0.0);
        if (judged.Length == 0) return best;
        int[][] before = [.. judged.Select(history => history[..^1])];
        int[] targets = [.. judged.Select(history => history[^1])];
        foreach (var transitions in _options.Ranker.Transitions)
        {
            var trial = trainer.Build(TransitionCounts.Fit(known, itemCount, transitions, cancellationToken), s_evenBlend);
            var (blend, ndcg) = BlendSearch.Run(trial, before, targets, _context);
            if (ndcg > best.Ndcg) best = (transitions, blend, ndcg);
        }

        return best;
    }

    /// <summary>At most <paramref name="count"/> elements, evenly spread over the list.</summary>
    private static int[][] Spread(int[][] histories, int count) =>
        histories.Length <= count ? histories : [.. Enumerable.Range(0, count).Select(i => histories[(int)((long)i * histories.Length / count)])];

    private TeamTrainingReport? TrainOnReplay(
        ServedModel model, SlateActorCritic learner, int[][] histories, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var replay = _options.Replay;
        if (replay.Updates == 0 || histories.All(history => history.Length < 2) || model.Items.Count < replay.Environment.CandidateCount) return null;
        var population = new LoggedPopulation(histories, model.Items.Count, _options.ReplayedUsers);
        return Train(model, learner, () => population.Copy(), replay, _random.Fork("replay"), progress, cancellationToken);
    }

    private TeamTrainingReport Train(
        ServedModel model, SlateActorCritic learner, Func<IUserModel> users, TeamTrainingOptions options, RandomStream random, IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        var layout = CandidateSource.Layout(model.Ranker);
        var prior = SlotTeamPolicy.Prior(layout, _options.Team.PriorWeight);
        return new TeamTrainer(learner, options, random).Train(
            () => CreateEnvironment(model, users, options.Environment), layout, prior, _context, progress, cancellationToken);
    }

    private RecommendationEnvironment CreateEnvironment(ServedModel model, Func<IUserModel> users, RecommendationEnvironmentOptions options)
    {
        var population = users() ?? throw new ArgumentException("The function made no user model.", nameof(users));
        if (population.ItemCount != model.Items.Count)
            throw new ArgumentException($"The users know {population.ItemCount} items, but the recommender has {model.Items.Count}.", nameof(users));
        return new RecommendationEnvironment(population, new RankerView(model.Ranker, _options.EventWeights), options);
    }

    private ConcurrentDictionary<string, UserState> RememberUsers(InteractionLog log, InterestRanker ranker, int[][] histories, int[][] turnedDown)
    {
        var states = new UserState[histories.Length];
        _context.For(histories.Length, new StateBody(ranker, histories, turnedDown, states));
        return new ConcurrentDictionary<string, UserState>(
            states.Select((state, user) => KeyValuePair.Create(log.UserIds[user], state)), StringComparer.Ordinal);
    }

    private void Promote(SlotTeamPolicy policy) => _model = Model with { Policy = policy, Version = Model.Version + 1 };

    private readonly struct StateBody(InterestRanker ranker, int[][] histories, int[][] turnedDown, UserState[] states) : ITileBody
    {
        public void Run(int tile) => states[tile] = ranker.StateOf(histories[tile], UserState.Empty(ranker.Size) with { TurnedDown = turnedDown[tile] });
    }
}

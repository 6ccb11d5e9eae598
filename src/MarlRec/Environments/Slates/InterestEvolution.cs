using System.Globalization;
using System.Text;
using MarlRec.Data;
using MarlRec.Environments.Slates.Choice;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>
/// Users whose interests move with what they watch, and whose patience grows with its quality: what they like most is seldom what keeps them. The interest
/// evolution world of Ie et al., "RecSim: A configurable simulation platform for recommender systems", 2019, on which "SlateQ", IJCAI 2019, was measured.
/// </summary>
/// <remarks>
/// <para>A user has interests u uniform in [−1, 1]^20 and a time budget. New videos are drawn in each round; one's appeal is u · features. A slate of which
/// nothing is chosen costs <see cref="InterestEvolutionOptions.StepPenalty"/>. A chosen video is watched for min(budget, length) minutes w: the common
/// reward of slots and user. The budget changes by w · (gain · quality − 1), and each interest the video has a feature f in by ± step · (1 − |u|) · f · (f − u): towards the video
/// with probability Σ f (u + 1) / 2, else away from it. The session ends when the budget is used up.</para>
/// <para>Context: the 20 interests. With <see cref="SessionObservation.StateAndHistory"/> three more numbers, all to be seen in the answers: rounds so far / 100, minutes
/// watched / budget at the start, and the sum of minutes · quality / budget at the start. Candidates: the 20 features. The quality is hidden.</para>
/// <para>A world plays one session at a time: each environment needs its own. It is the users' and the recommender's side in one.
/// Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class InterestEvolution : IUserModel, ISlateView, IItemText
{
    private const int HistoryNumbers = 3;
    private const double RoundScale = 100;

    private readonly InterestEvolutionOptions _options;
    private readonly double[] _interests = new double[VideoBatch.FeatureCount];
    private readonly float[] _appeals;
    private VideoBatch _videos;
    private VideoBatch _lastVideos;
    private readonly RandomStream _random = new(0);
    private bool _isTaken;
    private int _rounds;
    private double _watched, _watchedQuality;

    /// <summary>Creates the world.</summary>
    /// <param name="options">The dynamics, or null for RecSim's.</param>
    /// <exception cref="ArgumentException">An option is not valid (see <see cref="InterestEvolutionOptions.Validate"/>).</exception>
    public InterestEvolution(InterestEvolutionOptions? options = null)
    {
        _options = options ?? new InterestEvolutionOptions();
        _options.Validate();
        _appeals = new float[_options.CandidateCount];
        _videos = new VideoBatch(_options.CandidateCount);
        _lastVideos = new VideoBatch(_options.CandidateCount);
    }

    /// <summary>The mean quality of each of the 20 topics; those of a session's videos are drawn around it.</summary>
    public static ReadOnlySpan<double> TopicQualities => VideoBatch.TopicQualities;

    /// <summary>What the user likes, each in [−1, 1].</summary>
    public ReadOnlySpan<double> Interests => _interests;

    /// <summary>How many minutes the user has left; 0 or below when the session is over.</summary>
    public double TimeBudget { get; private set; }

    /// <summary>The user's liking of each candidate, [C]: the larger, the likelier it is chosen.</summary>
    public ReadOnlySpan<float> Appeals => _appeals;

    /// <summary>The hidden quality of each candidate, [C]; with one topic a video about −3 to 3.</summary>
    public ReadOnlySpan<float> Qualities => _videos.Qualities;

    /// <inheritdoc/>
    public int ItemCount => _options.CandidateCount;

    /// <summary>Empty: a session starts without a past.</summary>
    public ReadOnlySpan<int> History => [];

    /// <inheritdoc/>
    public int ContextSize => VideoBatch.FeatureCount + (_options.Observation == SessionObservation.StateAndHistory ? HistoryNumbers : 0);

    /// <inheritdoc/>
    public int CandidateSize => VideoBatch.FeatureCount;

    /// <summary>The environment that slot agents play in this world.</summary>
    /// <param name="slots">K, 1 to C. Default 3.</param>
    /// <param name="form">Whether slots act in turn or at once; the same slates in the same session get the same answers in both.</param>
    /// <param name="user">Who answers for the user.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="InvalidOperationException">This world has an environment already: it plays one session at a time.</exception>
    public RecommendationEnvironment CreateEnvironment(int slots = 3, SlateForm form = SlateForm.TurnBased, UserControl user = UserControl.Simulated) =>
        RoundItems.CreateEnvironment(ref _isTaken, this, "InterestEvolution", _options.MaxRounds, slots, form, user);

    /// <inheritdoc/>
    public void BeginSession(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        // Drawn, not forked: forks of a stream that begins several sessions would all be the same.
        _random.Restart(random.NextUInt64());
        foreach (ref var interest in _interests.AsSpan()) interest = random.NextUniform(-1, 1);
        TimeBudget = _options.TimeBudget;
        (_rounds, _watched, _watchedQuality) = (0, 0, 0);
    }

    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<int> history)
    {
        // The session has begun with BeginSession: users and view are one, and there is no past.
    }

    /// <summary>Draws the next round's videos and offers all of them, in no particular order.</summary>
    /// <inheritdoc/>
    public int Offer(Span<int> items, Span<float> features, Span<float> context)
    {
        RoundItems.CheckOffer(this, items, features, context);
        (_videos, _lastVideos) = (_lastVideos, _videos);
        _videos.Draw(_options.Videos, _random);
        _videos.Features.CopyTo(features);
        for (var video = 0; video < items.Length; video++)
        {
            items[video] = video;
            _appeals[video] = (float)_videos.Appeal(video, _interests);
        }

        for (var i = 0; i < _interests.Length; i++) context[i] = (float)_interests[i];
        if (_options.Observation == SessionObservation.StateAndHistory)
        {
            context[^3] = (float)(_rounds / RoundScale);
            context[^2] = (float)(_watched / _options.TimeBudget);
            context[^1] = (float)(_watchedQuality / _options.TimeBudget);
        }

        return items.Length;
    }

    /// <inheritdoc/>
    public void Observe(int item, EventKind kind) => Throw.IfOutside(item, 0, ItemCount - 1);

    /// <inheritdoc/>
    public void ChoiceProbabilities(ReadOnlySpan<int> slate, Span<float> probabilities) =>
        RoundItems.ChoiceProbabilities(_options.ChoiceModel, _appeals, slate, probabilities);

    /// <inheritdoc/>
    public SlateResponse Respond(ReadOnlySpan<int> slate, int choice, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Throw.IfOutside(choice, 0, slate.Length + 1);
        TopicPopulation.CheckItems(slate, ItemCount);
        _rounds++;
        if (choice >= slate.Length)
        {
            TimeBudget -= _options.StepPenalty;
            return new SlateResponse(EventKind.View, 0, 0, Leaves: choice > slate.Length || TimeBudget <= 0);
        }

        var video = slate[choice];
        var quality = _videos.Qualities[video];
        var minutes = Math.Min(TimeBudget, _videos.Lengths[video]);
        MoveInterests(_videos.FeaturesOf(video), random);
        TimeBudget += minutes * (_options.BudgetGain * quality - 1);
        _watched += minutes;
        _watchedQuality += minutes * quality;
        return new SlateResponse(EventKind.Click, (float)minutes, (float)minutes, Leaves: TimeBudget <= 0);
    }

    /// <inheritdoc/>
    public void DescribeItem(int item, bool ofLastRound, StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Throw.IfOutside(item, 0, ItemCount - 1);
        var videos = ofLastRound ? _lastVideos : _videos;
        if (videos.Topics[item] >= 0) text.Append(CultureInfo.InvariantCulture, $"topic {videos.Topics[item]}, ");
        text.Append(CultureInfo.InvariantCulture, $"{videos.Lengths[item]:0.0} min, quality {videos.Qualities[item]:0.00}");
    }

    /// <inheritdoc/>
    public void DescribeUser(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Append(CultureInfo.InvariantCulture, $"{TimeBudget:0.0} of {_options.TimeBudget:0.0} min left");
    }

    private void MoveInterests(ReadOnlySpan<float> features, RandomStream random)
    {
        double towards = 0;
        for (var i = 0; i < features.Length; i++) towards += features[i] * (_interests[i] + 1) / 2;
        var step = random.NextDouble() < towards ? _options.InterestStep : -_options.InterestStep;
        for (var i = 0; i < features.Length; i++)
        {
            var interest = _interests[i];
            _interests[i] = Math.Clamp(interest + step * (1 - Math.Abs(interest)) * features[i] * (features[i] - interest), -1, 1);
        }
    }
}

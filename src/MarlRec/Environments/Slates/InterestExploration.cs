using System.Globalization;
using System.Text;
using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>
/// Users of two hidden types, and documents of two topics, one of which is better made: whoever shows what most people click never learns who wants the other. The
/// interest exploration world of Ie et al., "RecSim: A configurable simulation platform for recommender systems", 2019.
/// </summary>
/// <remarks>
/// <para>A user's affinities are log-normal with means (of the logarithm) .7 for the topic of its type and .1 for the other, drawn once. New documents are drawn
/// in each round; the quality of topic 0 is log-normal around .8, of topic 1 around .2. The appeal is affinity + quality, and every click earns slots and
/// user 1. Nothing moves the user. The session is truncated after <see cref="InterestExplorationOptions.MaxRounds"/> slates and has no other end.</para>
/// <para>Context: nothing, as RecSim's users have no observable state; with <see cref="SessionObservation.StateAndHistory"/>, the default, for each topic how many of its
/// documents were shown and how many clicked, over the number of rounds. Candidates: the quality, and the topic, one-hot.</para>
/// <para>A world plays one session at a time: each environment needs its own. It is the users' and the recommender's side in one.
/// Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class InterestExploration : IUserModel, ISlateView, IItemText
{
    private const int TopicCount = 2;
    private const double LovedTopic = 0.7, OtherTopic = 0.1, QualityOfTopicZero = 0.8, QualityOfTopicOne = 0.2;

    private readonly InterestExplorationOptions _options;
    private readonly double[] _affinities = new double[TopicCount];
    private readonly int[] _shown = new int[TopicCount];
    private readonly int[] _clicked = new int[TopicCount];
    private readonly float[] _appeals;
    private (int[] Topics, float[] Qualities) _documents;
    private (int[] Topics, float[] Qualities) _lastDocuments;
    private readonly RandomStream _random = new(0);
    private bool _isTaken;
    private int _rounds;

    /// <summary>Creates the world.</summary>
    /// <param name="options">The dynamics, or null for RecSim's.</param>
    /// <exception cref="ArgumentException">An option is not valid (see <see cref="InterestExplorationOptions.Validate"/>).</exception>
    public InterestExploration(InterestExplorationOptions? options = null)
    {
        _options = options ?? new InterestExplorationOptions();
        _options.Validate();
        var count = _options.CandidateCount;
        _appeals = new float[count];
        _documents = (new int[count], new float[count]);
        _lastDocuments = (new int[count], new float[count]);
    }

    /// <summary>The user's affinity to each topic, which no recommender sees.</summary>
    public ReadOnlySpan<double> Affinities => _affinities;

    /// <summary>The user's liking of each candidate, [C]: affinity + quality.</summary>
    public ReadOnlySpan<float> Appeals => _appeals;

    /// <summary>The quality of each candidate, [C], above 0.</summary>
    public ReadOnlySpan<float> Qualities => _documents.Qualities;

    /// <inheritdoc/>
    public int ItemCount => _options.CandidateCount;

    /// <summary>Empty: a session starts without a past.</summary>
    public ReadOnlySpan<int> History => [];

    /// <inheritdoc/>
    public int ContextSize => _options.Observation == SessionObservation.StateAndHistory ? 2 * TopicCount : 0;

    /// <inheritdoc/>
    public int CandidateSize => 1 + TopicCount;

    /// <summary>The environment that slot agents play in this world.</summary>
    /// <param name="slots">K, 1 to C. Default 3.</param>
    /// <param name="form">Whether slots act in turn or at once; the same slates in the same session get the same answers in both.</param>
    /// <param name="user">Who answers for the user.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="InvalidOperationException">This world has an environment already: it plays one session at a time.</exception>
    public RecommendationEnvironment CreateEnvironment(int slots = 3, SlateForm form = SlateForm.TurnBased, UserControl user = UserControl.Simulated) =>
        RoundItems.CreateEnvironment(ref _isTaken, this, "InterestExploration", _options.MaxRounds, slots, form, user);

    /// <inheritdoc/>
    public void BeginSession(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        // Drawn, not forked: forks of a stream that begins several sessions would all be the same.
        _random.Restart(random.NextUInt64());
        var loved = random.NextDouble() < _options.NicheUsers ? 1 : 0;
        for (var topic = 0; topic < TopicCount; topic++) _affinities[topic] = LogNormal(topic == loved ? LovedTopic : OtherTopic, random);
        Array.Clear(_shown);
        Array.Clear(_clicked);
        _rounds = 0;
    }

    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<int> history)
    {
        // The session has begun with BeginSession: users and view are one, and there is no past.
    }

    /// <summary>Draws the next round's documents and offers all of them, in no particular order.</summary>
    /// <inheritdoc/>
    public int Offer(Span<int> items, Span<float> features, Span<float> context)
    {
        RoundItems.CheckOffer(this, items, features, context);
        (_documents, _lastDocuments) = (_lastDocuments, _documents);
        features.Clear();
        for (var item = 0; item < items.Length; item++)
        {
            items[item] = item;
            var topic = _random.NextDouble() < _options.TopicZero ? 0 : 1;
            var quality = LogNormal(topic == 0 ? QualityOfTopicZero : QualityOfTopicOne, _random);
            (_documents.Topics[item], _documents.Qualities[item]) = (topic, (float)quality);
            _appeals[item] = (float)(_affinities[topic] + quality);
            features[item * CandidateSize] = (float)quality;
            features[item * CandidateSize + 1 + topic] = 1;
        }

        for (var i = 0; i < context.Length; i++) context[i] = _rounds == 0 ? 0 : (float)(i < TopicCount ? _shown[i] : _clicked[i - TopicCount]) / _rounds;
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
        foreach (var item in slate) _shown[_documents.Topics[item]]++;
        if (choice >= slate.Length) return new SlateResponse(EventKind.View, 0, 0, Leaves: choice > slate.Length);
        _clicked[_documents.Topics[slate[choice]]]++;
        return new SlateResponse(EventKind.Click, 1, 1, Leaves: false);
    }

    /// <inheritdoc/>
    public void DescribeItem(int item, bool ofLastRound, StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Throw.IfOutside(item, 0, ItemCount - 1);
        var (topics, qualities) = ofLastRound ? _lastDocuments : _documents;
        text.Append(CultureInfo.InvariantCulture, $"topic {topics[item]}, quality {qualities[item]:0.00}");
    }

    /// <inheritdoc/>
    public void DescribeUser(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Append(CultureInfo.InvariantCulture, $"affinities {_affinities[0]:0.00} and {_affinities[1]:0.00}");
    }

    private double LogNormal(double mean, RandomStream random) => Math.Exp(mean + _options.Deviation * random.NextGaussian());
}

using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>
/// A simulated population: each user likes a few topics, tires of what it just had, wants variety on a slate and stays longer where quality is good.
/// </summary>
/// <remarks>
/// <para>The utility of item i at a position of the slate is
/// <c>affinity[topic] + QualityEffect · (quality − ½) − boredom[topic] − Redundancy · (earlier items of its topic on the slate)</c>; items consumed before are
/// worth 2 less. The answer is drawn from the multinomial logit over the slate's items, <em>none</em> (<c>NoneUtility</c>) and <em>leave</em>
/// (<c>LeaveUtility − SatisfactionEffect · satisfaction</c>).</para>
/// <para>After a choice, satisfaction moves towards 2 · quality − 1, boredom of the topic grows, and both agents are rewarded: the team with 1, the user with
/// the item's quality. After <em>none</em>, satisfaction moves towards −1. Boredom decays each round. So a list of near-equal items earns the first click
/// and loses the session, which is what a ranker of single items cannot see.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class TopicPopulation : IUserModel
{
    private const double ConsumedPenalty = 2;

    private readonly int[] _topics;
    private readonly float[] _qualities;
    private readonly TopicPopulationOptions _options;
    private readonly double[] _affinity;
    private readonly double[] _boredom;
    private readonly bool[] _consumed;
    private readonly List<int> _history = [];
    private double _satisfaction;

    /// <summary>Describes the items that the population knows.</summary>
    /// <param name="topics">The topic of each item, from 0; at least one item.</param>
    /// <param name="qualities">The quality of each item, in [0, 1]; as long as <paramref name="topics"/>.</param>
    /// <param name="options">The dynamics.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no items, the lengths differ, a topic is negative, or more topics are liked than exist.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A quality is outside [0, 1], or an option is out of its range.</exception>
    public TopicPopulation(ReadOnlySpan<int> topics, ReadOnlySpan<float> qualities, TopicPopulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (topics.IsEmpty) throw new ArgumentException("At least one item is needed.", nameof(topics));
        Throw.IfLengthDiffers(qualities.Length, topics.Length, nameof(qualities));
        foreach (var quality in qualities) Throw.IfOutside(quality, 0, 1, nameof(qualities));
        var topicCount = 0;
        foreach (var topic in topics)
        {
            if (topic < 0) throw new ArgumentException($"Topics start at 0, but one is {topic}.", nameof(topics));
            topicCount = Math.Max(topicCount, topic + 1);
        }

        if (options.LikedTopics > topicCount) throw new ArgumentException($"LikedTopics is {options.LikedTopics}, but there are {topicCount} topics.", nameof(options));
        _topics = topics.ToArray();
        _qualities = qualities.ToArray();
        _options = options;
        _affinity = new double[topicCount];
        _boredom = new double[topicCount];
        _consumed = new bool[topics.Length];
    }

    /// <inheritdoc />
    public int ItemCount => _topics.Length;

    /// <summary>How many topics there are.</summary>
    public int TopicCount => _affinity.Length;

    /// <inheritdoc />
    public ReadOnlySpan<int> History => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_history);

    /// <summary>The session's user's affinity to each topic, in logits: what a perfect recommender would know.</summary>
    public ReadOnlySpan<double> Affinities => _affinity;

    /// <inheritdoc />
    public void BeginSession(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Array.Clear(_boredom);
        Array.Clear(_consumed);
        _satisfaction = 0;
        DrawAffinities(random);
        DrawHistory(random);
    }

    /// <summary>Starts a session of a user who likes exactly these topics fully, with an empty history.</summary>
    /// <param name="likedTopics">Topics, each once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A topic does not exist.</exception>
    public void BeginSession(ReadOnlySpan<int> likedTopics)
    {
        foreach (var topic in likedTopics)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(topic, nameof(likedTopics));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(topic, TopicCount, nameof(likedTopics));
        }

        Array.Clear(_boredom);
        Array.Clear(_consumed);
        _history.Clear();
        _satisfaction = 0;
        Array.Fill(_affinity, -_options.Affinity);
        foreach (var topic in likedTopics) _affinity[topic] = _options.Affinity;
    }

    /// <inheritdoc />
    public void ChoiceProbabilities(ReadOnlySpan<int> slate, Span<float> probabilities)
    {
        Throw.IfLengthDiffers(probabilities.Length, slate.Length + 2, nameof(probabilities));
        CheckItems(slate, ItemCount);
        var maximum = Math.Max(_options.NoneUtility, LeaveUtility);
        Span<double> utilities = slate.Length <= 64 ? stackalloc double[slate.Length] : new double[slate.Length];
        for (var position = 0; position < slate.Length; position++)
        {
            utilities[position] = Utility(slate, position);
            maximum = Math.Max(maximum, utilities[position]);
        }

        double total = 0;
        for (var answer = 0; answer < probabilities.Length; answer++)
        {
            var utility = answer < slate.Length ? utilities[answer] : answer == slate.Length ? _options.NoneUtility : LeaveUtility;
            var weight = Math.Exp(utility - maximum);
            probabilities[answer] = (float)weight;
            total += weight;
        }

        for (var answer = 0; answer < probabilities.Length; answer++) probabilities[answer] = (float)(probabilities[answer] / total);
    }

    /// <inheritdoc />
    public SlateResponse Respond(ReadOnlySpan<int> slate, int choice, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Throw.IfOutside(choice, 0, slate.Length + 1);
        CheckItems(slate, ItemCount);
        for (var topic = 0; topic < _boredom.Length; topic++) _boredom[topic] *= _options.BoredomDecay;
        if (choice >= slate.Length)
        {
            MoveSatisfaction(-1);
            return new SlateResponse(EventKind.View, 0, 0, Leaves: choice > slate.Length);
        }

        var item = slate[choice];
        Consume(item);
        _boredom[_topics[item]] += _options.Boredom;
        MoveSatisfaction(2 * _qualities[item] - 1);
        return new SlateResponse(EventKind.Click, 1, _qualities[item], Leaves: false);
    }

    internal static void CheckItems(ReadOnlySpan<int> slate, int itemCount)
    {
        foreach (var item in slate) Throw.IfOutside(item, 0, itemCount - 1, nameof(slate));
    }

    private double LeaveUtility => _options.LeaveUtility - _options.SatisfactionEffect * _satisfaction;

    private double Utility(ReadOnlySpan<int> slate, int position)
    {
        var item = slate[position];
        var topic = _topics[item];
        var same = 0;
        for (var earlier = 0; earlier < position; earlier++)
            if (_topics[slate[earlier]] == topic) same++;
        return ItemUtility(item) - _boredom[topic] - _options.Redundancy * same;
    }

    private double ItemUtility(int item) =>
        _affinity[_topics[item]] + _options.QualityEffect * (_qualities[item] - 0.5) - (_consumed[item] ? ConsumedPenalty : 0);

    private void MoveSatisfaction(double target) => _satisfaction += _options.SatisfactionRate * (target - _satisfaction);

    private void Consume(int item)
    {
        _consumed[item] = true;
        _history.Add(item);
    }

    private void DrawAffinities(RandomStream random)
    {
        for (var topic = 0; topic < _affinity.Length; topic++) _affinity[topic] = random.NextUniform(-_options.Affinity, 0);
        for (var liked = 0; liked < _options.LikedTopics;)
        {
            var topic = random.Next(_affinity.Length);
            if (_affinity[topic] > 0) continue;
            _affinity[topic] = random.NextUniform(0.5, 1) * _options.Affinity;
            liked++;
        }
    }

    private void DrawHistory(RandomStream random)
    {
        // The past is what the user met on its own: each event, a handful of items passes by and the logit draws one of them.
        const int encounters = 20;
        _history.Clear();
        Span<int> met = stackalloc int[encounters];
        Span<double> utilities = stackalloc double[encounters];
        Span<float> weights = stackalloc float[encounters];
        for (var n = 0; n < _options.HistoryLength; n++)
        {
            var maximum = double.NegativeInfinity;
            for (var i = 0; i < encounters; i++)
            {
                met[i] = random.Next(_topics.Length);
                utilities[i] = ItemUtility(met[i]);
                maximum = Math.Max(maximum, utilities[i]);
            }

            for (var i = 0; i < encounters; i++) weights[i] = (float)Math.Exp(utilities[i] - maximum);
            Consume(met[random.NextCategorical(weights)]);
        }
    }
}

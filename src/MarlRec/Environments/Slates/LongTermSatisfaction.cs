using System.Globalization;
using System.Text;
using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>
/// Chocolate and kale: clickbait engages now and wears satisfaction out, on which all engagement depends. The long-term satisfaction world of Ie et al.,
/// "RecSim: A configurable simulation platform for recommender systems", 2019.
/// </summary>
/// <remarks>
/// <para>A document has a level of clickbait c. The user always chooses the first position. The common reward of slots and user is the engagement, log-normal with mean
/// (c · chocolate + (1 − c) · kale) · SAT and the deviation mixed alike; then net positive exposure becomes NPE · memory discount − 2 (c − ½) + noise, and satisfaction
/// SAT = sigmoid(sensitivity · NPE). At the start NPE is uniform within ±½ / (1 − memory discount). The session ends after
/// <see cref="LongTermSatisfactionOptions.TimeBudget"/> answers.</para>
/// <para>Context: nothing, as RecSim's users have no observable state; with <see cref="SessionObservation.StateAndHistory"/>, the default: rounds so far / budget, and the last and
/// the mean engagement, each cut off at 100 and divided by it. Candidates: the level of clickbait. A user agent may answer otherwise; an answer without a document takes time and changes nothing else.</para>
/// <para>A world plays one session at a time: each environment needs its own. It is the users' and the recommender's side in one.
/// Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class LongTermSatisfaction : IUserModel, ISlateView, IItemText
{
    private const int HistoryNumbers = 3;
    private const double MostEngagement = 100;

    private readonly LongTermSatisfactionOptions _options;
    private float[] _clickbait;
    private float[] _lastClickbait;
    private readonly RandomStream _random = new(0);
    private bool _isTaken;
    private double _exposure, _lastEngagement, _engagement;
    private int _rounds;

    /// <summary>Creates the world.</summary>
    /// <param name="options">The dynamics, or null for RecSim's.</param>
    /// <exception cref="ArgumentException">An option is not valid (see <see cref="LongTermSatisfactionOptions.Validate"/>).</exception>
    public LongTermSatisfaction(LongTermSatisfactionOptions? options = null)
    {
        _options = options ?? new LongTermSatisfactionOptions();
        _options.Validate();
        _clickbait = new float[_options.CandidateCount];
        _lastClickbait = new float[_options.CandidateCount];
    }

    /// <summary>The user's satisfaction, in [0, 1], which no recommender sees.</summary>
    public double Satisfaction { get; private set; }

    /// <summary>The level of clickbait of each candidate, [C], in [0, 1]: the higher, the more engaging now.</summary>
    public ReadOnlySpan<float> Clickbait => _clickbait;

    /// <inheritdoc/>
    public int ItemCount => _options.CandidateCount;

    /// <summary>Empty: a session starts without a past.</summary>
    public ReadOnlySpan<int> History => [];

    /// <inheritdoc/>
    public int ContextSize => _options.Observation == SessionObservation.StateAndHistory ? HistoryNumbers : 0;

    /// <inheritdoc/>
    public int CandidateSize => 1;

    /// <summary>The environment that slot agents play in this world.</summary>
    /// <param name="slots">K, 1 to C. Default 1: the user looks at no other position.</param>
    /// <param name="form">Whether slots act in turn or at once; the same slates in the same session get the same answers in both.</param>
    /// <param name="user">Who answers for the user.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="InvalidOperationException">This world has an environment already: it plays one session at a time.</exception>
    public RecommendationEnvironment CreateEnvironment(int slots = 1, SlateForm form = SlateForm.TurnBased, UserControl user = UserControl.Simulated) =>
        RoundItems.CreateEnvironment(ref _isTaken, this, "LongTermSatisfaction", _options.TimeBudget, slots, form, user);

    /// <inheritdoc/>
    public void BeginSession(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        // Drawn, not forked: forks of a stream that begins several sessions would all be the same.
        _random.Restart(random.NextUInt64());
        var widest = 0.5 / (1 - _options.MemoryDiscount);
        _exposure = random.NextUniform(-widest, widest);
        Satisfaction = Sigmoid(_options.Sensitivity * _exposure);
        (_rounds, _lastEngagement, _engagement) = (0, 0, 0);
    }

    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<int> history)
    {
        // The session has begun with BeginSession: users and view are one, and there is no past.
    }

    /// <summary>Draws the next round's documents, or repeats them where they are spaced, and offers all of them.</summary>
    /// <inheritdoc/>
    public int Offer(Span<int> items, Span<float> features, Span<float> context)
    {
        RoundItems.CheckOffer(this, items, features, context);
        (_clickbait, _lastClickbait) = (_lastClickbait, _clickbait);
        for (var item = 0; item < items.Length; item++)
        {
            items[item] = item;
            _clickbait[item] = _options.Documents == ClickbaitLevels.Drawn ? _random.NextSingle() : items.Length == 1 ? 0.5f : (float)item / (items.Length - 1);
        }

        _clickbait.CopyTo(features);
        if (context.Length > 0)
        {
            context[0] = (float)_rounds / _options.TimeBudget;
            context[1] = (float)(Math.Min(_lastEngagement, MostEngagement) / MostEngagement);
            context[2] = _rounds == 0 ? 0 : (float)(Math.Min(_engagement / _rounds, MostEngagement) / MostEngagement);
        }

        return items.Length;
    }

    /// <inheritdoc/>
    public void Observe(int item, EventKind kind) => Throw.IfOutside(item, 0, ItemCount - 1);

    /// <inheritdoc/>
    public void ChoiceProbabilities(ReadOnlySpan<int> slate, Span<float> probabilities)
    {
        Throw.IfLengthDiffers(probabilities.Length, slate.Length + 2, nameof(probabilities));
        TopicPopulation.CheckItems(slate, ItemCount);
        probabilities.Clear();
        probabilities[0] = 1;
    }

    /// <inheritdoc/>
    public SlateResponse Respond(ReadOnlySpan<int> slate, int choice, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Throw.IfOutside(choice, 0, slate.Length + 1);
        TopicPopulation.CheckItems(slate, ItemCount);
        _rounds++;
        var isOver = _rounds >= _options.TimeBudget;
        if (choice >= slate.Length)
        {
            _lastEngagement = 0;
            return new SlateResponse(EventKind.View, 0, 0, Leaves: choice > slate.Length || isOver);
        }

        double clickbait = _clickbait[slate[choice]];
        _lastEngagement = Engagement(clickbait, random);
        _engagement += _lastEngagement;
        _exposure = _options.MemoryDiscount * _exposure - 2 * (clickbait - 0.5) + _options.InnovationDeviation * random.NextGaussian();
        Satisfaction = Sigmoid(_options.Sensitivity * _exposure);
        return new SlateResponse(EventKind.Click, (float)_lastEngagement, (float)_lastEngagement, Leaves: isOver);
    }

    /// <inheritdoc/>
    public void DescribeItem(int item, bool ofLastRound, StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Throw.IfOutside(item, 0, ItemCount - 1);
        text.Append(CultureInfo.InvariantCulture, $"clickbait {(ofLastRound ? _lastClickbait : _clickbait)[item]:0.00}");
    }

    /// <inheritdoc/>
    public void DescribeUser(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Append(CultureInfo.InvariantCulture, $"satisfaction {Satisfaction:0.000}");
    }

    private double Engagement(double clickbait, RandomStream random)
    {
        var mean = (clickbait * _options.ChocolateMean + (1 - clickbait) * _options.KaleMean) * Satisfaction;
        var deviation = clickbait * _options.ChocolateDeviation + (1 - clickbait) * _options.KaleDeviation;
        return Math.Exp(mean + deviation * random.NextGaussian());
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}

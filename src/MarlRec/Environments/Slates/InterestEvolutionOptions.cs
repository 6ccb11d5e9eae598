using MarlRec.Environments.Slates.Choice;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>The dynamics of <see cref="InterestEvolution"/>. The defaults are those of RecSim's environment of that name.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record InterestEvolutionOptions
{
    /// <summary>The other videos and users that RecSim has beside its defaults: uniform features, a budget of 30, which quality does not change, and a step penalty of 1.</summary>
    /// <remarks>Scores are inner products there and may be far below zero, so that of RecSim's choice models only the logit takes all of them.</remarks>
    public static InterestEvolutionOptions UniformVideos { get; } = new()
    {
        Videos = VideoFeatures.Uniform,
        ChoiceModel = new MultinomialLogitChoice(1),
        TimeBudget = 30,
        StepPenalty = 1,
        BudgetGain = 0,
    };

    /// <summary>C: how many new videos are offered in each round, 1 to 10,000. Default 10.</summary>
    public int CandidateCount { get; init; } = 10;

    /// <summary>How videos are drawn. Default <see cref="VideoFeatures.OneTopic"/>.</summary>
    public VideoFeatures Videos { get; init; } = VideoFeatures.OneTopic;

    /// <summary>How the user picks from a slate by the appeal of its videos. Default multinomial-proportional with no-click mass 1 and min normaliser −1.</summary>
    public IChoiceModel ChoiceModel { get; init; } = new MultinomialProportionalChoice(noClickMass: 1, minNormalizer: -1);

    /// <summary>How many minutes the user has at the start, above 0. Default 200.</summary>
    public double TimeBudget { get; init; } = 200;

    /// <summary>How many minutes a slate costs of which nothing is chosen, 0 or more. Default 0.5.</summary>
    public double StepPenalty { get; init; } = 0.5;

    /// <summary>How many minutes each watched minute gives back for each unit of the video's quality; finite. Default 0.9 / 3.4.</summary>
    public double BudgetGain { get; init; } = 0.9 / 3.4;

    /// <summary>The step of an interest of 0 towards or away from a watched video, in [0, 1]; it shrinks linearly to 0 at full liking or disgust. Default 0.3.</summary>
    public double InterestStep { get; init; } = 0.3;

    /// <summary>What the recommender sees of the user. Default <see cref="SessionObservation.State"/>, the interests.</summary>
    public SessionObservation Observation { get; init; } = SessionObservation.State;

    /// <summary>After how many slates the session is cut off, 1 to 1,000,000. Default 1,000, which no session with the default dynamics reaches.</summary>
    public int MaxRounds { get; init; } = 1000;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentNullException"><see cref="ChoiceModel"/> is null.</exception>
    /// <exception cref="ArgumentException"><see cref="ChoiceModel"/> does not take all scores that videos can have: [−1, 1], or [−20, 20] with uniform features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another property is out of its range.</exception>
    public void Validate()
    {
        Throw.IfOutside(CandidateCount, 1, 10_000);
        if (!Enum.IsDefined(Videos)) throw new ArgumentOutOfRangeException(nameof(Videos), Videos, "Videos must be OneTopic or Uniform.");
        ArgumentNullException.ThrowIfNull(ChoiceModel);
        var most = Videos == VideoFeatures.OneTopic ? 1 : VideoBatch.FeatureCount;
        ChoiceGuard.CheckRange(ChoiceModel, -most, most, nameof(ChoiceModel));
        Throw.IfNotPositive(TimeBudget);
        Throw.IfNotFinite(StepPenalty);
        ArgumentOutOfRangeException.ThrowIfNegative(StepPenalty);
        Throw.IfNotFinite(BudgetGain);
        Throw.IfOutside(InterestStep, 0, 1);
        if (!Enum.IsDefined(Observation)) throw new ArgumentOutOfRangeException(nameof(Observation), Observation, "Observation must be State or StateAndHistory.");
        Throw.IfOutside(MaxRounds, 1, 1_000_000);
    }
}

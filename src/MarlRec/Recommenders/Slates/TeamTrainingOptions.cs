using MarlRec.Environments.Slates;

namespace MarlRec.Recommenders.Slates;

/// <summary>How a team trains in an environment. Thread safety: <em>immutable</em>.</summary>
public sealed record TeamTrainingOptions
{
    /// <summary>Updates of the policy, 0 (no training) or more. Default 40.</summary>
    public int Updates { get; init; } = 40;

    /// <summary>Sessions played for each update, at least 1. Default 64.</summary>
    public int SessionsPerUpdate { get; init; } = 64;

    /// <summary>After how many updates the greedy policy is compared with the best so far, at least 1. Default 10.</summary>
    public int EvaluateEvery { get; init; } = 10;

    /// <summary>Sessions of each comparison, at least 1; the same sessions each time. Default 256.</summary>
    public int EvaluationSessions { get; init; } = 256;

    /// <summary>The environment's shape. <see cref="RecommendationEnvironmentOptions.User"/> and <see cref="RecommendationEnvironmentOptions.Form"/> must be simulated and turn-based.</summary>
    public RecommendationEnvironmentOptions Environment { get; init; } = new();

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentException">The environment has a form or a user control that this learner does not serve.</exception>
    /// <exception cref="ArgumentNullException"><see cref="Environment"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Updates);
        ArgumentOutOfRangeException.ThrowIfLessThan(SessionsPerUpdate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(EvaluateEvery, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(EvaluationSessions, 1);
        ArgumentNullException.ThrowIfNull(Environment);
        Environment.Validate();
        CheckForm(Environment, nameof(Environment));
    }

    internal static void CheckForm(RecommendationEnvironmentOptions environment, string name)
    {
        if (environment.Form != SlateForm.TurnBased || environment.User != UserControl.Simulated)
            throw new ArgumentException($"{name} must be turn-based with a simulated user: that is what the policy-gradient team plays and learns from.", name);
    }
}

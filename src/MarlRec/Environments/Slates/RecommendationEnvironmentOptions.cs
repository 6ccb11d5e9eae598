namespace MarlRec.Environments.Slates;

/// <summary>The shape of a <see cref="RecommendationEnvironment"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record RecommendationEnvironmentOptions
{
    /// <summary>The environment's name, part of what seeds mean; null, the default, names it after <see cref="Form"/>. Not blank.</summary>
    public string? Name { get; init; }

    /// <summary>K: how many slot agents build the slate, 1 to 1,000. Default 10.</summary>
    public int SlateSize { get; init; } = 10;

    /// <summary>C: how many candidates they choose from, <see cref="SlateSize"/> to 10,000. Default 50.</summary>
    public int CandidateCount { get; init; } = 50;

    /// <summary>After how many slates the session is cut off (truncated), 1 to 1,000,000. Default 20.</summary>
    public int MaxRounds { get; init; } = 20;

    /// <summary>Whether slots act in turn or at once. Default <see cref="SlateForm.TurnBased"/>.</summary>
    public SlateForm Form { get; init; } = SlateForm.TurnBased;

    /// <summary>Who answers for the user. Default <see cref="UserControl.Simulated"/>.</summary>
    public UserControl User { get; init; } = UserControl.Simulated;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentException"><see cref="Name"/> is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another property is out of its range.</exception>
    public void Validate()
    {
        if (Name is not null) ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentOutOfRangeException.ThrowIfLessThan(SlateSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SlateSize, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(CandidateCount, SlateSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CandidateCount, 10_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRounds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRounds, 1_000_000);
        if (!Enum.IsDefined(Form)) throw new ArgumentOutOfRangeException(nameof(Form), Form, "Form must be TurnBased or Simultaneous.");
        if (!Enum.IsDefined(User)) throw new ArgumentOutOfRangeException(nameof(User), User, "User must be Simulated or Agent.");
    }
}
